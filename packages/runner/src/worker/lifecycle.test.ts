import { describe, expect, it } from '@jest/globals'
import type { WorkerState } from '@samsa/contracts'
import fc from 'fast-check'
import { Lifecycle } from './lifecycle.js'

const states: readonly WorkerState[] = ['initialized', 'starting', 'running', 'quieting', 'quiet', 'stopping', 'stopped', 'failed']

describe('Lifecycle', () => {
  it('goes from initialized to stopped by way of every state, telling each move', () => {
    const moves: string[] = []
    const life = new Lifecycle((from, to, reason) => moves.push(`${from} ${to} ${reason}`))
    for (const to of ['starting', 'running', 'quieting', 'quiet', 'stopping', 'stopped'] as const) expect(life.move(to, 'test')).toBe(true)
    expect(moves).toEqual([
      'initialized starting test',
      'starting running test',
      'running quieting test',
      'quieting quiet test',
      'quiet stopping test',
      'stopping stopped test',
    ])
    expect(life.ended).toBe(true)
  })

  it('stops from every state that has not ended', () => {
    for (const path of [
      [],
      ['starting'],
      ['starting', 'running'],
      ['starting', 'quieting'],
      ['starting', 'running', 'quieting', 'quiet'],
    ] as const) {
      const life = new Lifecycle(() => undefined)
      for (const to of path) life.move(to, '')
      expect(life.move('stopping', '')).toBe(true)
    }
  })

  it('never goes back, whatever is asked of it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states)), (wishes) => {
        const life = new Lifecycle((from, to) => expect(states.indexOf(to)).toBeGreaterThan(states.indexOf(from)))
        for (const wish of wishes) life.move(wish, '')
      }),
    )
  })
})
