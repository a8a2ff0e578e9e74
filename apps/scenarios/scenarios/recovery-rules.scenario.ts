// Rules by class, code and predicate decide about an error before anything else does: retry, skip, dead letter, dead letter to another topic; those of the topic stand before those of the group and of the worker.
import { consumerGroup, type ConsumerGroupContext, defineRoutes, defineWorker, nullable, type RecordOf, string, topic } from 'samsa'
import { deadLetterTopic, headerOf, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

class NotFound extends Error {
  override readonly name = 'NotFound'
}
class Gone extends NotFound {}

const coded = (code: string) => Object.assign(new Error(`code ${code}`), { code })

/** What is thrown for a value. */
const errors: Readonly<Record<string, unknown>> = {
  class: new NotFound('by its class'),
  subclass: new Gone('by a class above its own'),
  code: coded('E_NOWHERE'),
  predicate: 'a text, and no error',
  elsewhere: coded('E_ELSEWHERE'),
  retried: coded('E_LATER'),
  group: coded('E_GROUP'),
  worker: coded('E_WORKER'),
  both: coded('E_BOTH'),
}
const words = Object.keys(errors)

await scenario(async (stage) => {
  const name = await stage.topic('ruled', words.length)
  const [elsewhere, dlq] = [stage.name('elsewhere'), deadLetterTopic(name)]
  const texts = topic(name, { key: nullable(string()), value: string() })
  const runs: { word: string; attempt: number }[] = []
  class Failing {
    consume({ value }: RecordOf<typeof texts>, { attempt }: ConsumerGroupContext) {
      runs.push({ word: value, attempt })
      if (value in errors) throw errors[value]
    }
  }
  const backoff = { kind: 'fixed', delay: '10ms', jitter: false } as const
  const routes = defineRoutes(
    consumerGroup(stage.name('rules'), (group) => {
      group.options({
        retry: {
          on: [
            { error: 'E_GROUP', action: 'skip' },
            { error: 'E_BOTH', action: 'skip' },
          ],
        },
      })
      group.topic(texts, {
        consumer: Failing,
        retry: {
          attempts: 3,
          backoff,
          on: [
            { error: NotFound, action: 'deadLetter' },
            { error: 'E_NOWHERE', action: 'deadLetter' },
            { error: (error) => typeof error === 'string', action: 'skip' },
            { error: 'E_ELSEWHERE', action: { deadLetter: elsewhere } },
            { error: 'E_LATER', action: 'retry' },
            { error: 'E_BOTH', action: 'deadLetter' },
          ],
        },
      })
    }),
  )
  await stage.feed().send(
    name,
    words.flatMap((value, partition) => [
      { value, partition },
      { value: `after ${value}`, partition },
    ]),
  )
  const kafka = { 'bootstrap.servers': stage.broker.bootstrapServers }
  const retry = { on: [{ error: 'E_WORKER', action: { deadLetter: elsewhere } }] }
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka, retry }))
  await until('every partition has got past its record', () => words.every((word) => runs.some((run) => run.word === `after ${word}`)))
  const end = await handle.stop()
  must(end.exitCode === 0, 'the worker stops cleanly')

  const attempts = (word: string) => runs.filter((run) => run.word === word).map(({ attempt }) => attempt)
  for (const word of words) must(attempts(word).join() === (word === 'retried' ? '1,2,3' : '1'), `${word} ran ${attempts(word).join()}`)
  const told = (event: string) =>
    troubles.flatMap((trouble) => (trouble.name === event && 'partition' in trouble.event ? [words[trouble.event.partition] ?? ''] : []))
  must(told('record.skipped').toSorted().join() === 'group,predicate', `skipped: ${told('record.skipped').join()}`)
  must(
    told('record.dead-lettered').toSorted().join() === 'both,class,code,elsewhere,retried,subclass,worker',
    `dead-lettered: ${told('record.dead-lettered').join()}`,
  )
  must(told('record.retried').join() === 'retried,retried', `retried: ${told('record.retried').join()}`)
  must(troubles.length === 2 + 7 + 2, `nothing else is told: ${troubles.map((trouble) => trouble.name).join()}`)

  const placesIn = async (target: string) => (await readDeadLetters(stage, target)).map(sourceOf).toSorted().join()
  const places = (...list: readonly string[]) =>
    list
      .map((word) => `${words.indexOf(word)}/0`)
      .toSorted()
      .join()
  must((await placesIn(dlq)) === places('both', 'class', 'code', 'retried', 'subclass'), `in ${dlq}: ${await placesIn(dlq)}`)
  const letter = (await readDeadLetters(stage, elsewhere)).find((one) => sourceOf(one) === places('elsewhere'))
  must((await placesIn(elsewhere)) === places('elsewhere', 'worker'), `in ${elsewhere}: ${await placesIn(elsewhere)}`)
  must(headerOf(letter!, 'samsa.dlq.error.code') === 'E_ELSEWHERE' && headerOf(letter!, 'samsa.dlq.attempts') === '1', 'with its code')
  await expectPassed(
    stage,
    name,
    words.map(() => 2),
    stage.name('rules'),
  )
})
