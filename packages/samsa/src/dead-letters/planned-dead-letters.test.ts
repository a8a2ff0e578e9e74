import { describe, expect, it } from '@jest/globals'
import { topic, topics } from '@samsa/contracts'
import { compileRoutes, consumerGroup, defineRoutes, defineWorker, shareGroup } from '@samsa/routing'
import { plannedDeadLetters } from './planned-dead-letters.js'

class Handle {
  consume() {}
}
const { plan, problems } = compileRoutes(
  defineWorker({
    kafka: { 'bootstrap.servers': 'kafka:9092' },
    deadLetter: { create: false },
    routes: defineRoutes(
      consumerGroup('one', (group) => {
        group.options({ retry: { on: [{ error: TypeError, action: { deadLetter: 'bugs' } }] } })
        group.topic([topic('orders'), topic('refunds')], { consumer: Handle, deadLetter: { create: true } })
        group.topic(topics(/^audit[.]/), { consumer: Handle, deadLetter: { topic: () => 'named' } })
      }),
      shareGroup('two', (group) => {
        group.topic(topic('images'), { consumer: Handle })
        group.topic(topic('videos'), { consumer: Handle, deadLetter: { broker: 'dlq.two' } })
        group.topic(topic('texts'), { consumer: Handle, deadLetter: false, whenExhausted: 'reject' })
      }),
    ),
  }),
)

describe('plannedDeadLetters', () => {
  it('are those of routes and rules that are known, and written by Samsa', () => {
    expect(problems).toEqual([])
    const wanted = plannedDeadLetters(plan).get('default')
    expect(wanted?.map(({ sources, target, create }) => [sources.join(), target, create])).toEqual([
      ['orders,refunds', 'dlq.<topic>', true],
      ['orders,refunds', 'bugs', true],
      ['', 'bugs', false],
      ['images', 'dlq.<topic>', false],
    ])
    expect(wanted?.map(({ route }) => route)).toEqual([
      "consumerGroup('one').topic('orders', 'refunds').deadLetter",
      "consumerGroup('one').options.retry.on",
      "consumerGroup('one').options.retry.on",
      "shareGroup('two').topic('images').deadLetter",
    ])
    for (const { places } of wanted ?? []) expect(places).toEqual([expect.stringContaining('planned-dead-letters.test.ts')])
  })
})
