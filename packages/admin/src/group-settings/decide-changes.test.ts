import { describe, expect, it } from '@jest/globals'
import { compareSetting } from './compare-setting.js'
import { decideChanges } from './decide-changes.js'
import { describeSetting } from './describe-setting.js'
import { isDeclared, sameValue } from './same-value.js'
import type { GroupSettingsPolicy } from './setting-row.js'

const lock = { setting: 'lockDuration', config: 'share.record.lock.duration.ms', value: '30000' }
const limit = { setting: 'deliveryCountLimit', config: 'share.delivery.count.limit', value: '7' }
const interval = { setting: 'assignmentInterval', config: 'share.assignment.interval.ms', value: '0' }

const onGroup = (config: string, value: string, source: number) => ({ [config]: { value, source } })
const compare = (value: string, source: number, refusal?: string) =>
  compareSetting(lock, onGroup(lock.config, value, source), {}, new Map(refusal === undefined ? [] : [[lock.config, refusal]]))

describe('compareSetting', () => {
  it.each([
    ['somebody set the same', '30000', 8, { state: 'equal', source: 'group' }],
    ['somebody set another', '45000', 8, { state: 'differs', source: 'group' }],
    ['nobody has set it: Kafka decides', '45000', 5, { state: 'unset', source: 'default' }],
    ['nobody has set it, and the default is the same', '30000', 5, { state: 'unset', source: 'default' }],
    ['nobody has set it: the configuration of the brokers decides', '20000', 4, { state: 'unset', source: 'broker' }],
  ])('%s', (_name, value, source, expected) => {
    expect(compare(value, source)).toEqual({ ...lock, settable: true, refusal: null, onBroker: value, ...expected })
  })

  it('looks at the brokers where the group has no such setting', () => {
    const brokers = { 'group.share.delivery.count.limit': { value: '5', source: 5 } }
    expect(compareSetting(limit, {}, brokers, new Map())).toMatchObject({
      settable: false,
      onBroker: '5',
      source: 'default',
      state: 'differs',
    })
    expect(compareSetting({ ...limit, value: '5' }, {}, brokers, new Map())).toMatchObject({ settable: false, state: 'equal' })
    expect(compareSetting(interval, {}, brokers, new Map())).toMatchObject({ onBroker: null, source: null, state: 'unknown' })
  })

  it('keeps what the broker said where it refused the value', () => {
    expect(compare('45000', 5, 'too long')).toMatchObject({ state: 'refused', refusal: 'too long', onBroker: '45000' })
  })
})

describe('sameValue', () => {
  it('knows that a time has several names', () => {
    expect(sameValue('by_duration:PT6H', 'by_duration:PT360M')).toBe(true)
    expect(sameValue('by_duration:PT1H30M', 'by_duration:PT5400S')).toBe(true)
    expect(sameValue('by_duration:PT6H', 'by_duration:PT6M')).toBe(false)
    expect(sameValue('by_duration:PT6H', 'earliest')).toBe(false)
    expect(sameValue('earliest', 'EARLIEST')).toBe(true)
    expect(sameValue('30000', '3000')).toBe(false)
  })
})

describe('decideChanges', () => {
  const equal = compare('30000', 8)
  const differs = compare('45000', 8)
  const unset = compare('45000', 5)
  const unsetAndTheSame = compare('30000', 5)
  const unknown = compareSetting(interval, {}, {}, new Map())
  const ofBrokers = compareSetting(limit, {}, { 'group.share.delivery.count.limit': { value: '5', source: 5 } }, new Map())
  const refused = compare('45000', 5, 'too long')
  const all = [equal, differs, unset, unsetAndTheSame, unknown, ofBrokers, refused]

  it.each<[GroupSettingsPolicy, object]>([
    ['initialize', { toSet: [unset, unsetAndTheSame], wrong: [differs, unknown, ofBrokers, refused] }],
    ['apply', { toSet: [differs, unset, unsetAndTheSame], wrong: [unknown, ofBrokers, refused] }],
    ['verify', { toSet: [], wrong: [differs, unset, unknown, ofBrokers, refused] }],
    ['ignore', { toSet: [], wrong: [] }],
  ])('%s', (policy, expected) => expect(decideChanges(all, policy)).toEqual(expected))

  it('says what is wrong with both values and the way out', () => {
    const lines = [differs, unset, unknown, ofBrokers, refused].map((row) => {
      const { reason, cure } = describeSetting('jobs', row)
      return `${reason}: ${cure}`
    })
    expect(lines).toEqual([
      'the group has share.record.lock.duration.ms=45000 on the broker, and 30000 is declared: `worker settings --apply` sets what is declared; or declare what the broker has',
      'nobody has set share.record.lock.duration.ms for this group, so 45000 holds, and 30000 is declared: `worker settings --apply` sets what is declared; or declare what the broker has',
      'this Kafka does not know share.assignment.interval.ms, and 0 is declared: leave it out, or use Kafka 4.3 or later',
      'this Kafka has group.share.delivery.count.limit=5 for all groups together, and 7 is declared: declare 5 or leave it out; from Kafka 4.3 every group has its own',
      'the broker refuses share.record.lock.duration.ms=30000: too long: choose a value that it takes',
    ])
  })
})

describe('isDeclared', () => {
  it('tells names of topics apart by case, and nothing else', () => {
    expect(isDeclared('dlq.Jobs', { config: 'errors.deadletterqueue.topic.name', value: 'dlq.jobs' })).toBe(false)
    expect(isDeclared('dlq.jobs', { config: 'errors.deadletterqueue.topic.name', value: 'dlq.jobs' })).toBe(true)
    expect(isDeclared('TRUE', { config: 'errors.deadletterqueue.copy.record.enable', value: 'true' })).toBe(true)
  })
})
