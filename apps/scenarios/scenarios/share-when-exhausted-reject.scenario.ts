// Without dead letters and with whenExhausted: 'reject' a record that fails at every attempt is rejected, which two events say; nobody gets it again, no topic is created, and its neighbours run once.
import { deadLetterTopic, partitionsOf } from '../src/dead-letters.js'
import { attemptsOf, eventsAbout, ranOnce } from '../src/share/executions.js'
import { quickRetries, shareModes } from '../src/share/poison.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, mode: ShareMode): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 10, 1)
  const place = { topic, partition: 0, offset: 4 }
  const rules = [{ as: 'throw', offsets: [4] } as const]
  const route = { ...quickRetries(mode, 3), deadLetter: false, whenExhausted: 'reject' }
  const worker = shareWorker(stage, { topics: [topic], group, mode, rules, route, tellsAll: true })
  const neighbours = sent.filter(({ offset }) => offset !== 4)
  await acceptedAll(stage, topic, neighbours)
  await nothingLeft(stage, topic, 1, group)
  must(attemptsOf(stage, place).join() === '1,2,3', `${mode}: it runs three times: ${attemptsOf(stage, place).join()}`)
  const [exhausted, ...more] = eventsAbout(stage, 'record.exhausted', place)
  must(
    more.length === 0 && exhausted?.['becomes'] === 'reject' && exhausted['attempt'] === 3 && exhausted['deliveryCount'] === 1,
    `its last attempt is told: ${JSON.stringify(exhausted)}`,
  )
  must(String(exhausted['reason']).includes('on purpose'), `with its reason: ${JSON.stringify(exhausted)}`)
  must(eventsAbout(stage, 'record.rejected', place).length === 1, 'so is that it is rejected')
  if (mode !== 'whole')
    ranOnce(
      stage,
      neighbours.map((one) => ({ topic, ...one })),
    )
  must((await partitionsOf(stage, deadLetterTopic(topic))) === 0, 'no dead-letter topic is created')
  await stopCleanly(worker)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.exhausted', 'record.rejected')
  await Promise.all(shareModes.map((mode) => play(stage, mode)))
})
