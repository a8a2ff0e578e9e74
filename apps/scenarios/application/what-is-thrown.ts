import type { ConsumerRecord } from 'samsa'
import type { ShareThrow } from '../src/share/share-job.js'

const rolling = [Error, TypeError, RangeError, SyntaxError]

/** What a call throws that fails on purpose. */
export function whatIsThrown(
  how: ShareThrow,
  { topic, partition, offset }: Pick<ConsumerRecord, 'topic' | 'partition' | 'offset'>,
  attempt: number,
): unknown {
  const text = `failing ${topic}/${partition}/${offset} on purpose`
  switch (how) {
    case 'plain':
      return new Error(text)
    case 'type':
      return new TypeError(text)
    case 'coded':
      return Object.assign(new Error(text), { code: 'E_CODED' })
    case 'memory':
      return Object.assign(new Error('ENOMEM: not enough memory, read'), { code: 'ENOMEM' })
    case 'undefined':
      return undefined
    case 'rolling':
      return new (rolling[(attempt - 1) % rolling.length] ?? Error)(`${text}, attempt ${attempt}`)
  }
}
