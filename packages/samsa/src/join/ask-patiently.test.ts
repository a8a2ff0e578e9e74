import { describe, expect, it } from '@jest/globals'
import { type Clock, SamsaError } from '@samsa/contracts'
import { askPatiently } from './ask-patiently.js'

/** Time that passes as soon as somebody waits for it. */
const eagerClock = (): Clock => {
  let nowMs = 0
  return {
    now: () => nowMs,
    wall: () => nowMs,
    at: (atMs, run) => {
      nowMs = atMs
      queueMicrotask(run)
      return () => undefined
    },
  }
}
const noBroker = new SamsaError('SAMSA_NO_BROKER', 'nobody', { retryable: true })

/** Asks somebody who fails with these errors, one after the other, and then answers. */
const ask = async (errors: readonly Error[], { timeoutMs = 10_000, signal = new AbortController().signal } = {}) => {
  const told: string[] = []
  let asked = 0
  const answer = askPatiently(
    async () => {
      const error = errors[asked++]
      if (error !== undefined) throw error
      return 'answer'
    },
    { clock: eagerClock(), timeoutMs, waiting: ({ code }) => told.push(code), signal },
  )
  const result = await answer.catch((error: unknown) => error)
  return { result, asked, told }
}

describe('askPatiently', () => {
  it('asks again while no broker answers, and says so once', async () => {
    expect(await ask([])).toEqual({ result: 'answer', asked: 1, told: [] })
    expect(await ask([noBroker, noBroker, noBroker])).toEqual({ result: 'answer', asked: 4, told: ['SAMSA_NO_BROKER'] })
  })

  it('gives up when the time is over, or at once where patience does not help', async () => {
    expect(
      await ask(
        Array.from({ length: 9 }, () => noBroker),
        { timeoutMs: 1_000 },
      ),
    ).toEqual({ result: noBroker, asked: 3, told: ['SAMSA_NO_BROKER'] })
    const refused = new SamsaError('SAMSA_AUTHENTICATION', 'no')
    expect(await ask([refused])).toEqual({ result: refused, asked: 1, told: [] })
    const bug = new TypeError('ours')
    expect(await ask([bug])).toEqual({ result: bug, asked: 1, told: [] })
  })

  it('ends early where it is told to', async () => {
    expect(await ask([noBroker], { signal: AbortSignal.abort() })).toEqual({ result: noBroker, asked: 1, told: [] })
  })
})
