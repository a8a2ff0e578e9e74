import { type ConsumerGroupContext, type ConsumerGroupOutcome, deadLetter, skip } from 'samsa'
import type { Fault } from '../src/fault.js'

/** An error that rules can tell by its class. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
}

function cutBy({ signal }: ConsumerGroupContext): Promise<never> {
  return new Promise((_, reject) => {
    const cut = (): void => reject(signal.reason as Error)
    if (signal.aborted) cut()
    else signal.addEventListener('abort', cut, { once: true })
  })
}

/** What is meant to go wrong in run `run` of a record; answers nothing where nothing does. */
export async function playFault(
  fault: Fault,
  id: string,
  run: number,
  context: ConsumerGroupContext,
): Promise<ConsumerGroupOutcome | void> {
  const text = `${fault} in run ${run} of ${id}`
  switch (fault) {
    case 'fine':
      return
    case 'error':
      throw new Error(text)
    case 'wordy':
      throw new Error(`${text} ${'w'.repeat(6_000)}`)
    case 'coded':
      throw Object.assign(new Error(text), { code: 'E_LATER' })
    case 'not-found':
      throw new NotFound(text)
    case 'undefined':
      // oxlint-disable-next-line typescript/only-throw-error -- a handler may throw anything, undefined too: that is what is shown
      throw undefined
    case 'memory':
      throw Object.assign(new Error('ENOMEM: not enough memory, read'), { code: 'ENOMEM' })
    case 'length':
      return void new ArrayBuffer(2 ** 50)
    case 'nonsense':
      return { outcome: 'nonsense' } as unknown as ConsumerGroupOutcome
    case 'late':
      return cutBy(context)
    case 'dead-letter':
      return deadLetter(text)
    case 'skip':
      return skip(text)
  }
}
