import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { virtualClock } from '../testing/virtual-clock.js'
import { DueTimes, type DueEntry } from './due-times.js'

describe('DueTimes', () => {
  it('runs what is due in order of time, with one timer', async () => {
    const clock = virtualClock()
    const due = new DueTimes(clock)
    const ran: number[] = []
    for (const atMs of [30, 10, 20, 10]) due.add(atMs, () => ran.push(clock.now()))
    expect(clock.waiting()).toBe(1)
    await clock.advance(25)
    expect(ran).toEqual([10, 10, 20])
    await clock.advance(5)
    expect(ran).toEqual([10, 10, 20, 30])
    expect(clock.waiting()).toBe(0)
  })

  it.each([Number.NaN, Infinity, -Infinity])('refuses %p, which would keep the others from running', async (atMs) => {
    const clock = virtualClock()
    const due = new DueTimes(clock)
    const ran: number[] = []
    expect(() => due.add(atMs, () => undefined)).toThrow('nothing is due at')
    for (const soonMs of [20, 10]) due.add(soonMs, () => ran.push(soonMs))
    await clock.advance(20)
    expect(ran).toEqual([10, 20])
  })

  it('goes on with the rest where one throws', async () => {
    const clock = virtualClock()
    const due = new DueTimes(clock)
    const ran: number[] = []
    due.add(10, () => {
      throw new Error('a mistake')
    })
    due.add(20, () => ran.push(clock.now()))
    await expect(clock.advance(10)).rejects.toThrow('a mistake')
    await clock.advance(10)
    expect(ran).toEqual([20])
  })

  it('leaves no timer behind once everything was taken back', () => {
    const clock = virtualClock()
    const due = new DueTimes(clock)
    const entries = [5, 3, 9].map((atMs) => due.add(atMs, () => undefined))
    for (const entry of entries) due.remove(entry)
    expect([due.size, clock.waiting()]).toEqual([0, 0])
  })

  it('lets what runs add and remove others', async () => {
    const clock = virtualClock()
    const due = new DueTimes(clock)
    const ran: string[] = []
    const never = due.add(10, () => ran.push('never'))
    due.add(5, () => {
      due.remove(never)
      due.add(7, () => ran.push('added'))
    })
    await clock.advance(20)
    expect(ran).toEqual(['added'])
  })

  it('keeps its order through any additions and removals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ atMs: fc.integer({ min: 0, max: 100 }), removes: fc.boolean() }), { maxLength: 60 }),
        async (steps) => {
          const clock = virtualClock()
          const due = new DueTimes(clock)
          const ran: number[] = []
          const entries: DueEntry[] = []
          let expected: number[] = []
          for (const { atMs, removes } of steps) {
            entries.push(due.add(atMs, () => ran.push(atMs)))
            expected.push(atMs)
            const victim = entries[atMs % entries.length] as DueEntry
            if (!removes || victim.index < 0) continue
            due.remove(victim)
            expected = expected.toSpliced(expected.indexOf(victim.atMs), 1)
          }
          await clock.advance(200)
          expect(ran).toEqual(expected.toSorted((a, b) => a - b))
        },
      ),
      { numRuns: 40 },
    )
  })
})
