import { fillBatches } from '../kafka/fill-batches.js'
import type { ShareRun } from './share-run.js'

/** Topics by size of batch and number of records, each filled when it is first asked for. */
export function filledTopics({ broker, admin, options, say }: ShareRun): (batchRecords: number, records: number) => Promise<string> {
  const { partitions, valueBytes } = options
  const topics = new Set<string>()
  return async (batchRecords, records) => {
    const topic = `share-${records}-in-batches-of-${batchRecords}`
    if (topics.has(topic)) return topic
    const job = { bootstrap: broker.bootstrapServers, topic, partitions, records, valueBytes, batchRecords }
    const { batches, size } = await fillBatches(admin, broker.settings['log.dirs']!, job)
    say(`filled ${records} records in ${batches} batches of ${size} (median on the log)`)
    topics.add(topic)
    return topic
  }
}
