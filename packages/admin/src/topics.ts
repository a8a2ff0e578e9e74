import type { AdminPort, NewTopic, TopicDescription } from '@samsa/contracts'
import { Errno, type TopicMetadata, type TopicOutcome } from '@samsa/librdkafka'
import type { AdminClient } from './admin-client.js'
import { mapFailures, throwFailures } from './map-error.js'

/** Brokers, and topics: describe, create, delete, grow, and remove records from. */
export function topicRequests(
  client: AdminClient,
): Pick<AdminPort, 'brokers' | 'describeTopics' | 'createTopics' | 'deleteTopics' | 'addPartitions' | 'deleteRecords'> {
  return {
    brokers: () =>
      client.ask('brokers cannot be listed', async (admin, options) =>
        (await admin.metadata([], options)).brokers.map(({ id }) => id).sort((one, other) => one - other),
      ),
    describeTopics: (names) => describeTopics(client, names),
    createTopics: (topics) => createTopics(client, topics),
    deleteTopics: (names) => deleteTopics(client, names),
    addPartitions: (topic, partitions) => addPartitions(client, topic, partitions),
    deleteRecords: (items) =>
      client.ask('records cannot be deleted', async (admin, options) => {
        const results = await admin.deleteRecords(
          items.map(({ topic, partition, beforeOffset }) => ({ topic, partition, offset: beforeOffset })),
          options,
        )
        throwFailures(results, (index) => `records of ${results[index]!.topic} [${results[index]!.partition}] cannot be deleted`)
      }),
  }
}

function describeTopics(client: AdminClient, names: readonly string[]): Promise<readonly (TopicDescription | null)[]> {
  return client.ask('topics cannot be described', async (admin, options) => {
    if (names.length === 0) return []
    const { topics } = await admin.metadata(names, options)
    throwFailures(
      topics.map(({ errno }) => ({ errno: errno === Errno.UNKNOWN_TOPIC_OR_PART ? 0 : errno })),
      (index) => `topic ${topics[index]!.topic} cannot be described`,
    )
    const found = new Map(topics.map((topic) => [topic.topic, topic]))
    return names.map((name) => describe(found.get(name)))
  })
}

function describe(topic: TopicMetadata | undefined): TopicDescription | null {
  if (topic === undefined || topic.errno !== 0) return null
  return {
    name: topic.topic,
    partitions: topic.partitions.map(({ partition, leader, replicas, isrs }) => ({ partition, leader, replicas, isr: isrs })),
  }
}

async function createTopics(client: AdminClient, topics: readonly NewTopic[]): Promise<readonly string[]> {
  const specs = topics.map(({ name, partitions, replicationFactor, configs }) => ({
    topic: name,
    partitions: partitions ?? -1,
    replicationFactor: replicationFactor ?? -1,
    config: configs,
  }))
  const created = await client.ask('topics cannot be created', async (admin, options) => {
    const outcomes = await admin.createTopics(specs, options)
    throwOutcomes(
      outcomes.filter(({ error }) => error?.errno !== Errno.TOPIC_ALREADY_EXISTS),
      'created',
    )
    return outcomes.flatMap(({ topic, error }) => (error === null ? [topic] : []))
  })
  await topicsSeen(client, created, ({ errno, partitions }) => errno === 0 && partitions.every(({ leader }) => leader >= 0))
  return created
}

async function deleteTopics(client: AdminClient, names: readonly string[]): Promise<void> {
  await client.ask('topics cannot be deleted', async (admin, options) => throwOutcomes(await admin.deleteTopics(names, options), 'deleted'))
  await topicsSeen(client, names, ({ errno }) => errno === Errno.UNKNOWN_TOPIC_OR_PART)
}

async function addPartitions(client: AdminClient, topic: string, totalPartitions: number): Promise<void> {
  await client.ask(`partitions of topic ${topic} cannot be added`, async (admin, options) => {
    throwOutcomes(await admin.createPartitions([{ topic, totalPartitions }], options), 'given more partitions')
  })
  await topicsSeen(client, [topic], ({ partitions }) => partitions.length >= totalPartitions)
}

/** A controller answers before the brokers know: what is asked next should find the change. */
function topicsSeen(client: AdminClient, names: readonly string[], asChanged: (topic: TopicMetadata) => boolean): Promise<void> {
  return client.untilSeen(async (admin, options) => names.length === 0 || (await admin.metadata(names, options)).topics.every(asChanged))
}

function throwOutcomes(outcomes: readonly TopicOutcome[], done: string): void {
  const error = mapFailures(
    outcomes.flatMap((outcome) =>
      outcome.error === null ? [] : [{ what: `topic ${outcome.topic} cannot be ${done}`, error: outcome.error }],
    ),
  )
  if (error !== null) throw error
}
