import type { Clock, ProducerPort } from '@samsa/contracts'
import { createDeadLetterTargets, type DeadLetterTargets } from '@samsa/dlq'
import type { WorkerParts } from '@samsa/runner'
import type { LazyAdmin } from '../compose/lazy-admin.js'
import type { EmbeddedKafka } from '../embedded/embedded-kafka.js'

/** What dead letters are written with. */
export interface OpenDeadLetters {
  /** By cluster. */
  readonly producers: ReadonlyMap<string, Pick<ProducerPort, 'send'>>
  readonly admins: ReadonlyMap<string, LazyAdmin>
  /** `null` on a real Kafka. */
  readonly embedded: EmbeddedKafka | null
  readonly clock: Clock
}

/** Nobody else creates or deletes topics of a broker inside the process, which has all that the plan names: what is not there is named by a function, and created. */
const embeddedTargets = (kafka: EmbeddedKafka, cluster: string): DeadLetterTargets => {
  const known = new Map<string, number>()
  return {
    partitions: async (target) => {
      const partitions = known.get(target) ?? kafka.createTopic(cluster, target)
      known.set(target, partitions)
      return partitions
    },
    forget: (target) => void known.delete(target),
  }
}

/** For each cluster the producer that classes send with as well, and what is known of its dead-letter topics. */
export const openDeadLetters = ({ producers, admins, embedded, clock }: OpenDeadLetters): NonNullable<WorkerParts['deadLetters']> => {
  const targetsOf = (cluster: string): DeadLetterTargets => {
    if (embedded !== null) return embeddedTargets(embedded, cluster)
    const admin = admins.get(cluster)
    if (admin === undefined) throw new Error(`assertion: no admin client of cluster ${cluster}`)
    return createDeadLetterTargets({ admin: admin.port, clock })
  }
  return new Map([...producers].map(([cluster, producer]) => [cluster, { producer, targets: targetsOf(cluster) }]))
}
