// A rule's predicate that throws, and a backoff of the application's own that throws or answers no duration, are told and count as not given: the next rule, or the standard backoff, decides.
import { consumerGroup, type ConsumerGroupContext, defineRoutes, defineWorker, nullable, type RecordOf, string, topic } from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const name = await stage.topic('wrong', 2)
  const texts = topic(name, { key: nullable(string()), value: string() })
  const runs: { partition: number; attempt: number }[] = []
  class Failing {
    consume({ partition, value }: RecordOf<typeof texts>, { attempt }: ConsumerGroupContext) {
      runs.push({ partition, attempt })
      if (value === 'skipped' || attempt < 3) throw new Error(value)
    }
  }
  const backoff = (attempt: number) => {
    if (attempt === 1) throw new Error('no idea')
    return 'soon' as '1s'
  }
  const unsure = () => {
    throw new Error('no opinion')
  }
  const isSkipped = (error: unknown) => error instanceof Error && error.message === 'skipped'
  const on = [
    { error: unsure, action: 'stop' as const },
    { error: isSkipped, action: 'skip' as const },
  ]
  const routes = defineRoutes(
    consumerGroup(stage.name('wrong'), (group) => group.topic(texts, { consumer: Failing, retry: { backoff, on } })),
  )
  await stage.feed().send(name, [
    { value: 'skipped', partition: 0 },
    { value: 'retried', partition: 1 },
  ])
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  await until('the third attempt', () => runs.some(({ partition, attempt }) => partition === 1 && attempt === 3))
  await until('the skip', () => troubles.some((trouble) => trouble.name === 'record.skipped'))
  must((await handle.stop()).exitCode === 0, 'the worker stops cleanly')
  must(runs.filter(({ partition }) => partition === 0).length === 1, 'the second rule decided at once')
  const mistakes = troubles.flatMap(({ name: event, event: payload }) =>
    event === 'policy.failed' && 'error' in payload && 'partition' in payload ? [{ ...payload }] : [],
  )
  must(
    mistakes.every(({ error }) => error?.code === 'SAMSA_POLICY_FAILED'),
    'each with its code',
  )
  const of = (partition: number) =>
    mistakes.flatMap((mistake) => (mistake.partition === partition ? [(mistake.error?.cause as Error | undefined)?.message] : []))
  must(of(0).join() === 'no opinion', `of the rule: ${of(0).join()}`)
  must(
    of(1).length === 4 && of(1).filter((text) => text === 'no opinion').length === 2 && of(1)[1] === 'no idea',
    `of rule and backoff: ${of(1).join()}`,
  )
  const delays = troubles.flatMap(({ name: event, event: payload }) =>
    event === 'record.retried' && 'delayMs' in payload ? [payload.delayMs] : [],
  )
  must(delays.length === 2 && delays.every((ms) => ms >= 125 && ms <= 500), `the standard backoff: ${delays.join()}`)
})
