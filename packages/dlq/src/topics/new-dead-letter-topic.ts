import { isSamsaError, type AdminPort, type NewTopic } from '@samsa/contracts'
import { isForNow } from './topic-refusal.js'

/** Room for the headers that a dead letter has besides its record: stack, reason and the rest, and what the application adds. */
const headerRoomBytes = 128 * 1024

/**
 * The dead-letter topic to create for these sources: with the partitions and the replicas of the one that has most (`null`, the cluster's `num.partitions` and
 * `default.replication.factor`, where none can be described), and with room for their largest records. Everything else is as the cluster's topics are by default. Rejects where the brokers
 * cannot be asked.
 */
export async function newDeadLetterTopic(
  admin: Pick<AdminPort, 'describeTopics' | 'describeConfigs'>,
  name: string,
  sources: readonly string[],
): Promise<NewTopic> {
  const described = await Promise.all(sources.map((source) => describeSource(admin, source)))
  const found = described.filter((one) => one !== null)
  const bytes = found.flatMap(({ maxMessageBytes }) => (maxMessageBytes === null ? [] : [maxMessageBytes]))
  return {
    name,
    partitions: found.length === 0 ? null : Math.max(...found.map(({ partitions }) => partitions)),
    replicationFactor: found.length === 0 ? null : Math.max(...found.map(({ replicas }) => replicas)),
    configs: bytes.length === 0 ? {} : { 'max.message.bytes': `${Math.min(Math.max(...bytes) + headerRoomBytes, 2 ** 31 - 1)}` },
  }
}

interface Source {
  readonly partitions: number
  readonly replicas: number
  readonly maxMessageBytes: number | null
}

async function describeSource(admin: Pick<AdminPort, 'describeTopics' | 'describeConfigs'>, source: string): Promise<Source | null> {
  const topic = await ifAllowed(async () => (await admin.describeTopics([source]))[0] ?? null)
  if (topic === null) return null
  const configs = await ifAllowed(() => admin.describeConfigs('topic', source))
  const bytes = Number(configs?.['max.message.bytes']?.value ?? Number.NaN)
  const replicas = Math.max(1, ...topic.partitions.map((partition) => partition.replicas.length))
  return { partitions: topic.partitions.length, replicas, maxMessageBytes: Number.isSafeInteger(bytes) ? bytes : null }
}

/** What this principal may not see, or what is gone meanwhile, is not known, and no reason to fail. */
async function ifAllowed<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask()
  } catch (error) {
    if (isSamsaError(error) && !isForNow(error)) return null
    throw error
  }
}
