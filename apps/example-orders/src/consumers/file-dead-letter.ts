import { Consumer, type ConsumerGroupContext, type RecordHeaders, type RecordOf } from 'samsa'
import { Tally } from '../services/tally.js'
import type { corruptImages, deadImages, deadOrders } from '../topics.js'

/** Reads every dead letter of the shop, and says why it is one. A real shop would show them to somebody. */
@Consumer()
export class FileDeadLetter {
  constructor(private readonly tally: Tally) {}

  consume({ headers }: RecordOf<typeof deadOrders | typeof deadImages | typeof corruptImages>, context: ConsumerGroupContext) {
    const group = headers.get('__dlq.errors.group') ?? 'nobody'
    const why = whyOf(headers)
    this.tally.deadLettered(group, why)
    const from = ['topic', 'partition', 'offset'].map((name) => headers.get(`__dlq.errors.${name}`)).join('/')
    this.tally.handled(context.group, context.attempt, `${from} of ${group}: ${why}`)
  }
}

/** What the handler said, where it asked for it; else what was thrown. */
function whyOf(headers: RecordHeaders): string {
  const cause = headers.get('samsa.dlq.cause')
  if (cause === 'dead-letter') return headers.get('__dlq.errors.message') ?? 'no reason'
  if (cause === 'deserialize') return 'cannot be read'
  const attempts = Number(headers.get('samsa.dlq.attempts'))
  return `${headers.get('samsa.dlq.error.class') ?? cause ?? 'unknown'}${attempts > 1 ? ` ×${attempts}` : ''}`
}
