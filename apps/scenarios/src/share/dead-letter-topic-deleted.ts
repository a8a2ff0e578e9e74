import { byId, deadLettersOf, deadLetterTopic, idOf, partitionsOf, sourceOf } from '../dead-letters.js'
import { quickRetries } from './poison.js'
import { acceptedAll, nothingLeft, stopCleanly } from './share-calls.js'
import type { ShareMode } from './share-job.js'
import { shareWorker } from './share-worker.js'
import { must, type Stage } from '../scenario.js'
import { until } from '../until.js'

const partitions = 2

/**
 * A share group's dead-letter topic is deleted while its worker runs: it is created again for the next dead letters and nothing is lost; what is written twice, because the lock of its
 * record ended meanwhile, has the same id.
 *
 * @param as how the calls of what is lost end; in a batch one that throws would take others with it
 */
export async function shareDeadLetterTopicDeleted(stage: Stage, mode: ShareMode, as: 'throw' | 'dead-letter'): Promise<void> {
  stage.expect('record.dead-lettered', 'record.released')
  // what the brokers do not know yet is asked for again
  stage.expect('dead-letter.failed', 'group.troubled')
  const topic = await stage.topic('jobs', partitions)
  const target = deadLetterTopic(topic)
  const feed = stage.feed()
  await feed.numbered(topic, 2, partitions)
  const rules = [{ as, offsets: [0, 2] } as const]
  const worker = shareWorker(stage, { topics: [topic], mode, rules, route: quickRetries(mode, 1), tellsAll: true })
  const before = await deadLettersOf(stage, target, partitions)
  must(before.map(sourceOf).join() === '0/0,1/0', `the first ones are there: ${before.map(sourceOf).join()}`)
  await worker.heard('record.dead-lettered', partitions)
  const [outcome] = await stage.admin.deleteTopics([target])
  must(outcome?.error === null, 'it is deleted')
  await until('it is gone', async () => (await partitionsOf(stage, target)) === 0)
  const sent = await feed.numbered(topic, 4, partitions, 2)
  await acceptedAll(
    stage,
    topic,
    sent.filter(({ offset }) => offset === 1),
  )
  await worker.heard('record.dead-lettered', 2 * partitions)
  const after = await deadLettersOf(stage, target, partitions)
  await nothingLeft(stage, topic, partitions)
  const places = [...new Set(after.map(sourceOf))]
  must(places.toSorted().join() === '0/2,1/2', `each of the later ones is there: ${after.map(sourceOf).join()}`)
  must(byId(after).size === places.length, `with one id each: ${after.map(idOf).join(' ')}`)
  must((await partitionsOf(stage, target)) === partitions, 'the topic has as many partitions as its source again')
  await stopCleanly(worker)
}
