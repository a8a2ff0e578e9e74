import { describe, expect, it } from '@jest/globals'
import { topic } from '@samsa/contracts'
import { compileRoutes, defineRoutes, shareGroup, type ShareGroupBuilder } from '@samsa/routing'
import { declaredSettings, settingProblem } from './declared-settings.js'

class Handle {
  consume() {}
}
const planOf = (build: (group: ShareGroupBuilder) => void) => {
  const { plan, problems } = compileRoutes(defineRoutes(shareGroup('jobs', build)))
  expect(problems).toEqual([])
  return plan
}
const declared = (build: (group: ShareGroupBuilder) => void) => declaredSettings(planOf(build)).get('default')
const byBroker = (group: ShareGroupBuilder) => group.topic(topic('images'), { consumer: Handle, deadLetter: { broker: 'dlq.jobs' } })
const ofBroker = [
  { setting: 'deadLetter.broker', config: 'errors.deadletterqueue.topic.name', value: 'dlq.jobs' },
  { setting: 'deadLetter.broker', config: 'errors.deadletterqueue.copy.record.enable', value: 'true' },
]
const lock = { setting: 'lockDuration', config: 'share.record.lock.duration.ms', value: '20000' }

describe('declaredSettings', () => {
  it('are those of a group, and those that make the broker write its dead letters', () => {
    expect(declared((group) => group.topic(topic('images'), { consumer: Handle }))).toBeUndefined()
    expect(declared(byBroker)).toEqual([{ group: 'jobs', policy: 'initialize', settings: ofBroker, deadLetterTopic: 'dlq.jobs' }])
    expect(
      declared((group) => {
        group.settings({ lockDuration: '20s' }, { policy: 'apply' })
        byBroker(group)
      }),
    ).toEqual([{ group: 'jobs', policy: 'apply', settings: [lock, ...ofBroker], deadLetterTopic: 'dlq.jobs' }])
  })

  it('of the broker are looked at also where settings are left to others', () => {
    expect(
      declared((group) => {
        group.settings({ lockDuration: '20s' }, { policy: 'ignore' })
        byBroker(group)
      }),
    ).toEqual([
      { group: 'jobs', policy: 'ignore', settings: [lock] },
      { group: 'jobs', policy: 'verify', settings: ofBroker, deadLetterTopic: 'dlq.jobs' },
    ])
  })
})

describe('settingProblem', () => {
  it('names the option where it was given', () => {
    const problem = { group: 'jobs', code: 'SAMSA_GROUP_SETTING', reason: 'r', cure: 'c' } as const
    const pathOf = (setting: string | null) => settingProblem(planOf(byBroker), { ...problem, setting }).path
    expect(pathOf('deadLetter.broker')).toBe("shareGroup('jobs').topic('images').deadLetter.broker")
    expect(pathOf('lockDuration')).toBe("shareGroup('jobs').settings.lockDuration")
    expect(pathOf(null)).toBe("shareGroup('jobs').settings")
  })
})
