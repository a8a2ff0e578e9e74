// What a handler returns: retry waits in place as long as it says, skip advances with its event, deadLetter is written to the dead-letter topic at once and passed; each is an event with its cause.
import {
  consumerGroup,
  type ConsumerGroupContext,
  type ConsumerGroupOutcome,
  deadLetter,
  defineRoutes,
  defineWorker,
  handled,
  type RecordOf,
  retry,
  skip,
  string,
  topic,
} from 'samsa'
import { deadLetterTopic, headerOf, readDeadLetters } from '../src/dead-letters.js'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const afterMs = 700

await scenario(async (stage) => {
  const name = await stage.topic('outcomes', 3)
  const words = topic(name, { value: string() })
  const calls: { word: string; attempt: number; atMs: number }[] = []
  class Answer {
    consume({ value: word }: RecordOf<typeof words>, { attempt }: ConsumerGroupContext): ConsumerGroupOutcome {
      calls.push({ word, attempt, atMs: performance.now() })
      if (word === 'retry' && attempt < 3) return retry('not yet', { after: `${afterMs}ms` })
      if (word === 'skip') return skip('not ours')
      if (word === 'dead-letter') return deadLetter('needs a person')
      return handled
    }
  }
  const words012 = [
    ['retry', 'after retry'],
    ['skip', 'after skip'],
    ['dead-letter', 'after dead letter'],
  ]
  await stage.feed().send(
    name,
    words012.flatMap((values, partition) => values.map((value) => ({ value, partition }))),
  )
  const routes = defineRoutes(consumerGroup(stage.name('answers'), (group) => group.topic(words, { consumer: Answer })))
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  const of = (word: string) => calls.filter((call) => call.word === word)

  await until('the retried and the skipped one are passed', () => of('after retry').length === 1 && of('after skip').length === 1)
  await until('the dead letter is passed', () => of('after dead letter').length === 1)
  await handle.stop()

  must(
    of('retry')
      .map(({ attempt }) => attempt)
      .join() === '1,2,3',
    'attempts are counted from 1',
  )
  const waits = of('retry')
    .slice(1)
    .map(({ atMs }, index) => atMs - (of('retry')[index]?.atMs ?? 0))
  must(
    waits.every((ms) => ms >= afterMs - 5),
    `it waits as long as it said: ${waits.join()}`,
  )
  must(of('skip').length === 1, 'the skipped one ran once')
  must(of('dead-letter').length === 1, 'the dead letter ran once')

  const events = troubles.map(
    ({ name: event, event: payload }) =>
      ({ event, ...payload }) as unknown as { event: string; partition: number; cause?: string; reason: string; delayMs?: number },
  )
  const retried = events.filter(({ event, partition }) => event === 'record.retried' && partition === 0)
  must(
    retried.length === 2 &&
      retried.every(({ cause, reason, delayMs }) => cause === 'returned' && reason === 'not yet' && delayMs === afterMs),
    `the retries: ${JSON.stringify(retried)}`,
  )
  const skipped = events.filter(({ event }) => event === 'record.skipped')
  must(skipped.length === 1 && skipped[0]?.partition === 1 && skipped[0].reason === 'not ours', `the skip: ${JSON.stringify(skipped)}`)
  const letters = events.filter(({ event, partition }) => event === 'record.dead-lettered' && partition === 2)
  must(
    letters.length === 1 && letters[0]?.cause === 'dead-letter' && letters[0].reason === 'needs a person',
    `the dead letter: ${JSON.stringify(letters)}`,
  )
  const [letter, ...more] = await readDeadLetters(stage, deadLetterTopic(name))
  must(letter !== undefined && more.length === 0, 'it is written once')
  must(letter.partition === 2 && letter.value?.toString() === 'dead-letter', 'as it came, in its partition')
  must(
    headerOf(letter, 'samsa.dlq.cause') === 'dead-letter' && headerOf(letter, '__dlq.errors.message') === 'needs a person',
    'with its reason',
  )
  must(events.length === retried.length + skipped.length + letters.length, `nothing else: ${JSON.stringify(events)}`)

  const committed = await stage.committed(stage.name('answers'))
  for (const partition of [0, 1, 2]) must(committed.get(`${name}/${partition}`) === 2, `partition ${partition} is passed`)
})
