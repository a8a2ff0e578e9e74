// limit: 20s
// Rules by error decide otherwise than the policy: by code, class or function a share group's record is released, rejected, dead-lettered at once, also to another topic, or retried; neighbours are accepted.
import { deadLettersOf, deadLetterTopic, readDeadLetters } from '../src/dead-letters.js'
import { eventsAbout, executionsOf, ranOnce } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { quickRetries, shareModes } from '../src/share/poison.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, mode: ShareMode): Promise<void> {
  const run = async (label: string, action: unknown, deliveryCounts = [1, 2, 3, 4, 5]) => {
    const [topic, group] = [await stage.topic(`${label}-${mode}`), stage.name(`${label}-${mode}`)]
    const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(5))
    const quick = quickRetries(mode, 3) as { readonly retry: object }
    const route = { ...quick, retry: { ...quick.retry, on: [{ error: 'E_CODED', action }] } }
    const rules = [{ as: 'throw', error: 'coded', offsets: [4], deliveryCounts } as const]
    const worker = shareWorker(stage, { topics: [topic], group, mode, rules, route, tellsAll: true })
    await acceptedAll(stage, topic, sent.slice(0, 4))
    await nothingLeft(stage, topic, 1, group)
    ranOnceInRecords(stage, mode, sent.slice(0, 4))
    await stopCleanly(worker)
    return { topic, group, of: sent[4]! }
  }
  const wanted = { deliveryCount: 1, attempts: mode === 'whole' ? 2 : 1, cause: 'thrown', errorClass: 'Error', errorCode: 'E_CODED' }

  const released = await run('released', 'release', [1, 2])
  // where a batch settles nothing, the first of those that are released together stands for all
  if (mode !== 'whole') must(eventsAbout(stage, 'record.released', released.of).length === 2, 'each release is told')
  must(
    executionsOf(stage, released.of).at(-1) === '3.3',
    `it is accepted in its third delivery: ${executionsOf(stage, released.of).join()}`,
  )

  const rejected = await run('rejected', 'reject')
  const [told, ...more] = eventsAbout(stage, 'record.rejected', rejected.of)
  must(more.length === 0 && told?.['deliveryCount'] === 1, `it is told: ${JSON.stringify(told)}`)
  must(eventsAbout(stage, 'record.exhausted', rejected.of).length === 0, 'a rule decided, not the last attempt')
  must((await readDeadLetters(stage, deadLetterTopic(rejected.topic))).length === 0, 'no dead letter')

  const dead = await run('dead', 'deadLetter')
  mustBeDeadLetters(stage, await deadLettersOf(stage, deadLetterTopic(dead.topic), 1), [{ ...wanted, ...dead }])

  const target = stage.name(`elsewhere-${mode}`)
  const elsewhere = await run('other', { deadLetter: target })
  mustBeDeadLetters(stage, await deadLettersOf(stage, target, 1), [{ ...wanted, ...elsewhere }])
  must((await readDeadLetters(stage, deadLetterTopic(elsewhere.topic))).length === 0, 'not to the topic of the route')
}

function ranOnceInRecords(stage: Stage, mode: ShareMode, places: Parameters<typeof ranOnce>[1]): void {
  // what a batch that settles nothing has done is done again
  if (mode !== 'whole') ranOnce(stage, places)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.released', 'record.rejected', 'record.dead-lettered')
  await Promise.all(shareModes.map((mode) => play(stage, mode)))
})
