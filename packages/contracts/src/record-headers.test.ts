import { describe, expect, it } from '@jest/globals'
import { headerEntries, recordHeaders } from './record-headers.js'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('recordHeaders', () => {
  const headers = recordHeaders([
    ['a', utf8('1')],
    ['b', null],
    ['a', utf8('2')],
    ['c', new Uint8Array()],
  ])

  it('keeps order, repeated names and nulls', () => {
    expect([...headers]).toEqual([
      ['a', utf8('1')],
      ['b', null],
      ['a', utf8('2')],
      ['c', new Uint8Array()],
    ])
    expect(headers.length).toBe(4)
    expect(headers.all('a')).toEqual([utf8('1'), utf8('2')])
    expect(headers.all('x')).toEqual([])
  })

  it('reads the last one of a name', () => {
    expect(headers.get('a')).toBe('2')
    expect(headers.get('b')).toBeNull()
    expect(headers.get('c')).toBe('')
    expect(headers.get('x')).toBeUndefined()
    expect(headers.bytes('a')).toEqual(utf8('2'))
    expect([headers.has('b'), headers.has('x')]).toEqual([true, false])
  })

  it('does not replace bytes that are no text', () => {
    expect(() => recordHeaders([['a', Uint8Array.of(0xff)]]).get('a')).toThrow(expect.objectContaining({ code: 'SAMSA_DESERIALIZE' }))
    // where the record is known, recovery finds it among its neighbours
    const at = { topic: 'orders', partition: 1, offset: 7 }
    expect(() => recordHeaders([['a', Uint8Array.of(0xff)]], at).get('a')).toThrow(
      expect.objectContaining({ code: 'SAMSA_DESERIALIZE', details: { ...at, part: 'header' } }),
    )
  })

  it('can be sent on', () => {
    expect(headerEntries(headers)).toEqual([...headers])
  })
})

describe('headerEntries', () => {
  it('takes pairs and objects', () => {
    expect(
      headerEntries([
        ['a', 'b'],
        ['a', null],
      ]),
    ).toEqual([
      ['a', 'b'],
      ['a', null],
    ])
    expect(headerEntries({ a: 'b', c: null, d: undefined, e: ['f', null], g: utf8('h') })).toEqual([
      ['a', 'b'],
      ['c', null],
      ['e', 'f'],
      ['e', null],
      ['g', utf8('h')],
    ])
  })
})
