import { isSamsaError } from '@samsa/contracts'
import type { DeadLettered } from './dead-letter-writer.js'

type Omitted = DeadLettered['omitted']

const sizeErrors: ReadonlySet<unknown> = new Set(['MSG_SIZE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', '_QUEUE_FULL'])

/** Whether a record was not sent because of its size: refused by this process (`message.max.bytes`) or by the broker (`max.message.bytes` of the topic). */
export function isTooLarge(error: unknown): boolean {
  return isSamsaError(error) && error.code === 'SAMSA_SEND_FAILED' && sizeErrors.has(error.details['kafka'])
}

/** A send that got through. */
export interface FittedSend<Answer> {
  readonly answer: Answer
  readonly omitted: Omitted
}

/** Sends with less and less in it. */
export interface FittingSend {
  /** Sends the whole record; where it is too large, the whole again, then without the first of `parts`, the first two and so on. Rejects as the last `send` does. */
  readonly send: <Answer>(parts: Omitted, send: (omitted: Omitted) => Promise<Answer>) => Promise<FittedSend<Answer>>
}

/**
 * A broker refuses batches, so a record may be refused because of its neighbours: those that were too large are sent again, the whole first, one after the other.
 */
export function createFittingSend(): FittingSend {
  let turn: Promise<unknown> = Promise.resolve()
  return {
    send: async (parts, send) => {
      try {
        return { answer: await send([]), omitted: [] }
      } catch (error) {
        if (!isTooLarge(error)) throw error
      }
      const fitted = turn.then(() => sendSmaller(parts, send))
      turn = fitted.catch(() => undefined) // whoever asked hears it
      return fitted
    },
  }
}

async function sendSmaller<Answer>(parts: Omitted, send: (omitted: Omitted) => Promise<Answer>): Promise<FittedSend<Answer>> {
  for (let count = 0; ; count++) {
    const omitted = parts.slice(0, count)
    try {
      return { answer: await send(omitted), omitted }
    } catch (error) {
      if (!isTooLarge(error) || count === parts.length) throw error
    }
  }
}
