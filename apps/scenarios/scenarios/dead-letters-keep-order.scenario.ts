// limit: 30s
// A third of all records is poison: neighbours run once, and the dead letters of a partition lie in its order in one partition of their topic, also where that has fewer partitions than the source.
import { deadLetterTopic, deadLettersOf, headerOf, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { always } from '../src/fault.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const [count, partitions] = [600, 4]

async function play(stage: Stage, label: string, targets: number): Promise<void> {
  const [topic, group] = [await stage.topic(label, partitions), stage.name(label)]
  const target = targets === partitions ? deadLetterTopic(topic) : await stage.topic(`${label}-letters`, targets)
  const sent = await stage.feed().numbered(topic, count, partitions)
  const [poisoned, healthy] = [0, 1].map((rest) => sent.filter(({ offset }) => (offset % 3 === 1 ? 0 : 1) === rest)) as [
    typeof sent,
    typeof sent,
  ]
  const retry = { attempts: 2, backoff: { kind: 'fixed', delay: '5ms', jitter: false } }
  const worker = stage.worker({
    group,
    topics: [topic],
    route: { retry, deadLetter: target },
    handler: { faults: always('error', poisoned) },
    tellsAll: true,
  })
  const letters = await deadLettersOf(stage, target, poisoned.length)
  const found = await stage.handledAll(topic, healthy)
  must(found.repeated.length === 0 && found.outOfOrder.length === 0, 'neighbours ran once, in order')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  must(letters.length === poisoned.length && new Set(letters.map(sourceOf)).size === poisoned.length, 'each has one dead letter')
  for (let partition = 0; partition < partitions; partition++) {
    const own = letters.filter((letter) => headerOf(letter, '__dlq.errors.partition') === `${partition}`)
    must(
      own.every((letter) => letter.partition === partition % targets),
      `all of partition ${partition} are in ${partition % targets}`,
    )
    const offsets = own.map((letter) => Number(headerOf(letter, '__dlq.errors.offset')))
    must(offsets.join() === offsets.toSorted((left, right) => left - right).join(), `in order: ${offsets.join()}`)
  }
  must(worker.events('record.dead-lettered').length === poisoned.length, 'each is an event')
  const end = count / partitions
  await expectPassed(stage, topic, [end, end, end, end], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await play(stage, 'same', partitions)
  await play(stage, 'fewer', 3)
})
