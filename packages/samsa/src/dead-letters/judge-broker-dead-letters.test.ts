import { describe, expect, it } from '@jest/globals'
import { topic } from '@samsa/contracts'
import { compileRoutes, defineRoutes, shareGroup } from '@samsa/routing'
import { judgeBrokerDeadLetters } from './judge-broker-dead-letters.js'

class Handle {
  consume() {}
}
const name = 'errors.deadletterqueue.topic.name'
const copy = 'errors.deadletterqueue.copy.record.enable'
const { plan, problems } = compileRoutes(
  defineRoutes(
    shareGroup('jobs', (group) => {
      group.settings({ lockDuration: '20s' }, { policy: 'ignore' })
      group.topic(topic('images'), { consumer: Handle, deadLetter: { broker: 'dlq.jobs' } })
    }),
    shareGroup('mail', (group) => group.topic(topic('letters'), { consumer: Handle })),
  ),
)
const look = judgeBrokerDeadLetters(plan)
const judge = (configs: Record<string, string | null>, group = 'jobs', cluster = 'default') =>
  look({ group, cluster }, new Map(Object.entries(configs)))

describe('judgeBrokerDeadLetters', () => {
  it('has nothing against what is declared, whatever else the group has', () => {
    expect(problems).toEqual([])
    expect(judge({ [name]: 'dlq.jobs', [copy]: 'true', 'share.record.lock.duration.ms': '60000' })).toBeNull()
    expect(judge({ [name]: 'dlq.jobs', [copy]: 'TRUE' })).toBeNull()
  })

  it('tells what was cleared or changed, and what cures it', () => {
    const error = judge({ [name]: '', [copy]: 'false' })
    expect(error).toMatchObject({ code: 'SAMSA_GROUP_SETTING', message: expect.stringContaining('worker settings --apply') })
    expect(error?.message).toContain(`${name}= (declared: dlq.jobs), ${copy}=false (declared: true)`)
    expect(judge({ [name]: 'dlq.Jobs', [copy]: 'true' })?.message).toContain(`${name}=dlq.Jobs (declared: dlq.jobs)`)
    expect(judge({ [copy]: 'true' })).not.toBeNull()
  })

  it('says nothing of groups that do not ask the brokers for it', () => {
    expect(judge({ [name]: 'elsewhere' }, 'mail')).toBeNull()
    expect(judge({}, 'jobs', 'another')).toBeNull()
  })
})
