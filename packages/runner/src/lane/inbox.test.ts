import { describe, expect, it } from '@jest/globals'
import type { RecordColumns } from '@samsa/contracts'
import { Inbox } from './inbox.js'

/** A poll of two partitions: `others` records of one, then one record of the other, all of them `recordBytes` long. */
const poll = (others: number, recordBytes: number): RecordColumns =>
  ({
    length: others + 1,
    bytes: new Uint8Array((others + 1) * recordBytes),
    runs: Int32Array.from([0, 0, others, 1, others, 1]),
  }) as unknown as RecordColumns

describe('Inbox', () => {
  it('answers for the bytes of its records', () => {
    const inbox = new Inbox()
    inbox.push({ columns: poll(9, 100), start: 0, end: 9 })
    expect([inbox.records, inbox.bytes]).toEqual([9, 900])
    inbox.shift(3)
    expect([inbox.records, inbox.bytes]).toEqual([6, 600])
    inbox.shift()
    expect([inbox.records, inbox.bytes]).toEqual([0, 0])
  })

  it('answers for its part of each poll that a few records keep alive', () => {
    const inbox = new Inbox()
    for (let i = 0; i < 10; i++) inbox.push({ columns: poll(999, 1000), start: 999, end: 1000 })
    expect([inbox.records, inbox.bytes]).toEqual([10, 5_000_000])
    inbox.shift()
    expect(inbox.bytes).toBe(4_500_000)
    inbox.clear()
    expect([inbox.records, inbox.bytes]).toEqual([0, 0])
  })
})
