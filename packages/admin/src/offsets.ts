import { SamsaError, type AdminPort, type CommittedOffset, type PartitionBounds } from '@samsa/contracts'
import { Errno, kafkaError, type Admin, type RequestOptions } from '@samsa/librdkafka'
import type { AdminClient } from './admin-client.js'
import { mapError, throwFailures } from './map-error.js'

/** Offsets: the bounds of partitions, and the committed positions of groups. */
export function offsetRequests(client: AdminClient): Pick<AdminPort, 'bounds' | 'committedOffsets' | 'setCommittedOffsets'> {
  return {
    bounds: (topics) => client.ask('offsets cannot be listed', (admin, options) => bounds(admin, topics, options)),
    committedOffsets: (group) =>
      client.ask(`committed offsets of group ${group} cannot be read`, (admin, options) => committed(admin, group, options)),
    setCommittedOffsets: (group, offsets) =>
      client.ask(`committed offsets of group ${group} cannot be set`, (admin, options) => setCommitted(admin, group, offsets, options)),
  }
}

async function bounds(admin: Admin, topics: readonly string[], options: RequestOptions): Promise<readonly PartitionBounds[]> {
  if (topics.length === 0) return []
  const metadata = await admin.metadata(topics, options)
  throwFailures(metadata.topics, (index) => `offsets of topic ${metadata.topics[index]!.topic} cannot be listed`)
  const partitions = metadata.topics.flatMap(({ topic, partitions: all }) =>
    all.map(({ partition, leader }) => ({ topic, partition, leader })),
  )
  const leaderless = partitions.find(({ leader }) => leader < 0)
  if (leaderless !== undefined)
    throw mapError(
      `offsets of ${leaderless.topic} [${leaderless.partition}] cannot be listed`,
      kafkaError(Errno.LEADER_NOT_AVAILABLE),
      null,
    )
  const [low, high] = await Promise.all([
    admin.listOffsets(
      partitions.map(({ topic, partition }) => ({ topic, partition, at: 'earliest' as const })),
      options,
    ),
    admin.listOffsets(
      partitions.map(({ topic, partition }) => ({ topic, partition, at: 'latest' as const })),
      options,
    ),
  ])
  for (const listed of [low, high])
    throwFailures(listed, (index) => `offsets of ${listed[index]!.topic} [${listed[index]!.partition}] cannot be listed`)
  const highs = new Map(high.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]))
  return low.map(({ topic, partition, offset }) => ({ topic, partition, low: offset, high: highs.get(`${topic}/${partition}`)! }))
}

async function committed(admin: Admin, group: string, options: RequestOptions): Promise<readonly CommittedOffset[]> {
  const results = await admin.listGroupOffsets(group, null, options)
  throwFailures(
    results,
    (index) => `committed offset of group ${group} for ${results[index]!.topic} [${results[index]!.partition}] cannot be read`,
  )
  return results.map(({ topic, partition, offset }) => ({ topic, partition, offset: offset < 0 ? null : offset }))
}

async function setCommitted(admin: Admin, group: string, offsets: readonly CommittedOffset[], options: RequestOptions): Promise<void> {
  const list = offsets.map(({ topic, partition, offset }) => {
    if (offset !== null) return { topic, partition, offset }
    throw new SamsaError(
      'SAMSA_OPTION_INVALID',
      `the committed offset of group ${group} for ${topic} [${partition}] cannot be taken away: give an offset`,
    )
  })
  const results = await admin.alterGroupOffsets(group, list, options)
  throwFailures(
    results,
    (index) => `committed offset of group ${group} for ${results[index]!.topic} [${results[index]!.partition}] cannot be set`,
  )
}
