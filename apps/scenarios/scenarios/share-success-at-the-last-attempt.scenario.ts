// A record that fails four times and succeeds at its fifth attempt, in place, within one delivery, is accepted: no dead letter, and its neighbours run once.
import { countOf, deadLetterTopic } from '../src/dead-letters.js'
import { eventsAbout, executionsOf, ranOnce } from '../src/share/executions.js'
import { quickRetries, shareModes } from '../src/share/poison.js'
import { acceptedAll, acceptedOnce, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const failing = 4

async function play(stage: Stage, mode: ShareMode): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 10, 1)
  const rules = [{ as: 'throw', offsets: [failing], attempts: [1, 2, 3, 4] } as const]
  const worker = shareWorker(stage, { topics: [topic], group, mode, rules, route: quickRetries(mode), tellsAll: true })
  await acceptedAll(stage, topic, sent)
  await nothingLeft(stage, topic, 1, group)
  const place = { topic, partition: 0, offset: failing }
  must(executionsOf(stage, place).join() === '1.1,1.2,1.3,1.4,1.5', `it runs five times: ${executionsOf(stage, place).join()}`)
  if (mode === 'record') {
    acceptedOnce(stage, topic, sent)
    must(eventsAbout(stage, 'record.retried', place).length === 4, 'each retry is told')
  }
  if (mode !== 'whole')
    ranOnce(
      stage,
      sent.filter(({ offset }) => offset !== failing).map((one) => ({ topic, ...one })),
    )
  must((await countOf(stage, deadLetterTopic(topic))) === 0, 'nothing is dead-lettered')
  await stopCleanly(worker)
}

await scenario(async (stage) => {
  stage.expect('record.retried')
  await Promise.all(shareModes.map((mode) => play(stage, mode)))
})
