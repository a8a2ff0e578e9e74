// What a batch class settles its records with decides about each of them alone: handled, skip, retry in place, dead letter; the rest is not repeated for it.
import {
  type ConsumerGroupBatch,
  type ConsumerGroupContext,
  consumerGroup,
  deadLetter,
  defineRoutes,
  defineWorker,
  handled,
  retry,
  skip,
  string,
  topic,
} from 'samsa'
import { deadLetterTopic, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const values = ['handled 0', 'dead-letter 1', 'retry 2', 'skip 3', 'dead-letter 4', 'handled 5', 'retry for ever 6', 'handled 7']

await scenario(async (stage) => {
  const name = await stage.topic('settled')
  const texts = topic(name, { value: string() })
  const runs: { offset: number; attempt: number }[] = []
  class Settle {
    consumeBatch(batch: ConsumerGroupBatch<typeof texts>, { attempt }: ConsumerGroupContext) {
      for (const record of batch) {
        const { offset, value } = record
        runs.push({ offset, attempt })
        if (value.startsWith('dead-letter')) batch.settle(record, deadLetter(`reason ${offset}`))
        else if (value.startsWith('skip')) batch.settle(record, skip(`reason ${offset}`))
        else if (value.includes('for ever') || (value.startsWith('retry') && attempt < 3))
          batch.settle(record, retry(`reason ${offset}`, { after: '20ms' }))
        else batch.settle(record, handled)
      }
    }
  }
  const route = { consumer: Settle, batch: { maxRecords: values.length, maxWait: '5s' }, retry: { attempts: 4 } } as const
  const routes = defineRoutes(consumerGroup(stage.name('settled'), (group) => group.topic(texts, route)))
  await stage.feed({ 'linger.ms': 50 }).send(
    name,
    values.map((value) => ({ value })),
  )
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  const told = (event: string) =>
    troubles.flatMap((trouble) => (trouble.name === event && 'offset' in trouble.event ? [trouble.event.offset] : []))
  await until('all dead letters are told', () => told('record.dead-lettered').length === 3)
  must((await handle.stop()).exitCode === 0, 'the worker stops cleanly')
  const attempts = (offset: number) => runs.flatMap((run) => (run.offset === offset ? [run.attempt] : [])).join()
  const wanted = ['1', '1', '1,2,3', '1', '1', '1', '1,2,3,4', '1']
  for (const offset of values.keys())
    must(attempts(offset) === wanted[offset], `offset ${offset} ran ${attempts(offset)}, not ${wanted[offset]}`)
  must(told('record.skipped').join() === '3', `skipped: ${told('record.skipped').join()}`)
  must(told('record.dead-lettered').join() === '1,4,6', `dead-lettered: ${told('record.dead-lettered').join()}`)
  must((await readDeadLetters(stage, deadLetterTopic(name))).map(sourceOf).join() === '0/1,0/4,0/6', 'in order')
  await expectPassed(stage, name, [values.length], stage.name('settled'))
})
