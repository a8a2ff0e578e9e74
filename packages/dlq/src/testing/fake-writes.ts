import { SamsaError, type OutgoingRecord, type ProducerPort } from '@samsa/contracts'
import type { DeadLetterTargets } from '../topics/dead-letter-targets.js'

/** What a producer says of a record that Kafka refused. */
export function sendFailed(kafka: string): SamsaError {
  return new SamsaError('SAMSA_SEND_FAILED', `record for dlq.orders was not delivered (${kafka})`, { details: { kafka } })
}

/** A producer and targets in memory: what was sent, and what it asked of the targets. */
export class FakeWrites {
  readonly sent: { readonly topic: string; readonly record: OutgoingRecord }[] = []
  readonly asked: { readonly target: string; readonly source: string; readonly create: boolean }[] = []
  readonly forgotten: string[] = []
  partitions = 3
  /** Why a send fails; `null`: it does not. */
  refuse: (record: OutgoingRecord, topic: string) => SamsaError | null = () => null

  readonly producer: Pick<ProducerPort, 'send'> = {
    send: async (topic, record) => {
      await Promise.resolve()
      const refusal = this.refuse(record, topic)
      if (refusal !== null) throw refusal
      this.sent.push({ topic, record })
      return { topic, partition: record.partition ?? 0, offset: this.sent.length - 1 }
    },
  }

  readonly targets: DeadLetterTargets = {
    partitions: (target, source) => {
      this.asked.push({ target, ...source })
      return Promise.resolve(this.partitions)
    },
    forget: (target) => void this.forgotten.push(target),
  }
}

/** Headers of a record that was sent, as text. */
export function headerTexts(record: OutgoingRecord): readonly (readonly [name: string, value: string | null])[] {
  return (record.headers ?? []).map(([name, value]) => [name, value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value])
}

/** Text of the last header of that name. */
export function headerText(record: OutgoingRecord, name: string): string | null | undefined {
  return headerTexts(record).findLast((header) => header[0] === name)?.[1]
}
