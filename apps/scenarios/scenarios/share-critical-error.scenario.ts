// limit: 20s
// A call of a share group that runs out of memory ends the worker with exit code 3: its record is not settled, not retried and no dead letter, what else runs is finished, and another worker gets it.
import { countOf, deadLetterTopic } from '../src/dead-letters.js'
import { executionsOf } from '../src/share/executions.js'
import { quickRetries, shareModes } from '../src/share/poison.js'
import { acceptedAll, endings, nothingLeft, placeOf, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

const critical = 4

async function play(stage: Stage, mode: ShareMode): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 10, 1)
  const place = { topic, partition: 0, offset: critical }
  // of a batch that settled nothing the first one stands for all: nobody knows which one it was
  const named = mode === 'whole' ? { ...place, offset: 0 } : place
  const rules = [
    { as: 'throw', error: 'memory', offsets: [critical], deliveryCounts: [1], workMs: 300 },
    { as: 'accept', offsets: [5], deliveryCounts: [1], workMs: 1_000 },
  ] as const
  const draft = { topics: [topic], group, mode, rules, settings: { lockDuration: '60s' }, route: quickRetries(mode), tellsAll: true }
  const first = shareWorker(stage, draft)
  await until(`${first.name} ends by itself`, () => !first.running)
  must((await first.exit) === 3, `the exit code says that something failed: ${await first.exit}`)
  const [line] = first.events('SAMSA_RECOVERY_STOPPED')
  must(line?.msg.includes(placeOf(named)) === true && /memory/.test(line.msg), `it says why, and where: ${JSON.stringify(line)}`)
  for (const code of ['record.retried', 'record.dead-lettered', 'record.exhausted'])
    must(first.events(code).length === 0, `${code} is not told`)
  must(executionsOf(stage, place).join() === '1.1', `it ran once: ${executionsOf(stage, place).join()}`)
  if (mode === 'record') must(endings(stage.entries(), 'accept').get(`${topic}/0/5`) === 1, 'what ran beside it was finished')
  const second = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent, 30_000)
  await nothingLeft(stage, topic, 1, group)
  must(executionsOf(stage, place).at(-1) === '2.2', `another worker ran it: ${executionsOf(stage, place).join()}`)
  if (mode === 'record') must(endings(stage.entries(), 'accept').get(`${topic}/0/5`) === 1, 'what was finished was accepted')
  must((await countOf(stage, deadLetterTopic(topic))) === 0, 'nothing is dead-lettered')
  await stopCleanly(second)
}

await scenario(async (stage) => {
  stage.expect('SAMSA_RECOVERY_STOPPED', 'record.released', 'group.failed')
  for (const mode of shareModes) await play(stage, mode)
})
