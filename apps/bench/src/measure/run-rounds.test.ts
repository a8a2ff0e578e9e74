import { describe, expect, it } from '@jest/globals'

import type { Sample } from './sample.js'
import { type Ready, runRounds } from './run-rounds.js'

const sample: Sample = { records: 1, seconds: 1, cpuSeconds: 1, threadCpuSeconds: 1, peakRssMiB: 1 }
const ready = (name: string): Ready<null> => ({
  candidate: { name, client: name, prepare: async () => () => ({ file: '', args: [] }) },
  start: () => ({ file: '', args: [] }),
})

describe('runRounds', () => {
  it('warms up, then begins each round with another candidate', async () => {
    const order: string[] = []
    const { runs } = await runRounds({
      ready: ['a', 'b', 'c'].map(ready),
      rounds: 3,
      signal: new AbortController().signal,
      runOnce: async () => sample,
      onSample: (round, name) => void order.push(`${round}${name}`),
    })
    expect(order.join(' ')).toBe('-1a 0a 0b 0c 1b 1c 1a 2c 2a 2b')
    expect(runs.get('a')).toHaveLength(3)
  })

  it('leaves out one that fails, with its reason, and goes on', async () => {
    const { runs, failures } = await runRounds({
      ready: ['a', 'b'].map(ready),
      rounds: 2,
      signal: new AbortController().signal,
      runOnce: async ({ candidate }, round) => {
        if (candidate.name === 'a' && round === 1) throw new Error('lost a record')
        return sample
      },
      onSample: () => {},
    })
    expect([...runs.keys()]).toEqual(['b'])
    expect([...failures]).toEqual([['a', 'lost a record']])
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const rounds = runRounds({
      ready: [ready('a')],
      rounds: 2,
      signal: stop.signal,
      runOnce: async () => sample,
      onSample: () => stop.abort(new Error('enough')),
    })
    await expect(rounds).rejects.toThrow('enough')
  })
})
