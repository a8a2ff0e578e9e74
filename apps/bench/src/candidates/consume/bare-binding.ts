import { GroupConsumer, type NativeBatch, type TopicPartitionResult } from '@samsa/librdkafka'

import { BareRecord } from '../../program/bare-record.js'
import { bareSettings } from '../../program/bare-settings.js'
import type { ConsumeJob } from '../../program/consume-job.js'
import { contentReader } from '../../program/read-content.js'
import { readJob } from '../../program/read-job.js'
import { Tally } from '../../program/tally.js'

const maxRecords = 1000
const maxBytes = 4 * 1024 * 1024
const turnMs = 5

const job = readJob<ConsumeJob>()
const tally = new Tally(job)
const read = contentReader(job, tally)

const partitionOfQueue: number[] = []
const consumer = new GroupConsumer(bareSettings(job), drain)
consumer.subscribe([job.topic])

function handle(record: BareRecord): void {
  if (read !== null) read(record.value)
  tally.record(record.partition, record.offset)
}

function handleBatch(batch: NativeBatch): void {
  const { runs } = batch
  for (let run = 0; run < runs.length; run += 3) {
    const partition = partitionOfQueue[runs[run]!]!
    const end = runs[run + 1]! + runs[run + 2]!
    for (let i = runs[run + 1]!; i < end; i++) handle(new BareRecord(batch, i, partition))
  }
}

/** Answers rebalances at once and takes records until there are none, with the event loop let in after each turn. */
function drain(): void {
  const until = performance.now() + turnMs
  answerEvents()
  for (let batch = consumer.take(maxRecords, maxBytes); batch !== null; batch = consumer.take(maxRecords, maxBytes)) {
    handleBatch(batch)
    if (batch.pendingEvents) answerEvents()
    if (performance.now() < until) continue
    setImmediate(drain)
    return
  }
}

function answerEvents(): void {
  for (const event of consumer.serve() ?? []) {
    if (event.type === 'assign') assign(event.list)
    else if (event.type === 'revoke') consumer.incrementalUnassign(event.list)
    else if (event.type === 'error' || event.type === 'consumer-error') throw new Error(`${event.name}: ${event.text}`)
  }
}

function assign(list: readonly TopicPartitionResult[]): void {
  for (const { topic, partition } of list) partitionOfQueue[consumer.openQueue(topic, partition)] = partition
  consumer.incrementalAssign(list)
}
