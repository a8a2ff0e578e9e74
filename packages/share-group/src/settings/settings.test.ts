import { describe, expect, it } from '@jest/globals'
import type { Subscription } from '@samsa/contracts'
import { memberSettings } from './settings.js'

const settingsOf = (kafka: Readonly<Record<string, string>>) =>
  memberSettings({ group: 'jobs', clientId: 'worker-jobs', kafka } as unknown as Subscription, { number: 2, pollSize: 40, lockMs: 30_000 })

describe('settings of a member', () => {
  it('are what the engine chooses, what the user says, what the engine owns', () => {
    expect(settingsOf({ 'max.poll.records': '7', 'client.id': 'mine' })).toMatchObject({
      'group.id': 'jobs',
      'client.id': 'worker-jobs-2',
      'max.poll.records': '7',
    })
  })

  it.each([
    [undefined, '500'],
    ['30000', '500'],
    ['100', '100'],
    ['soon', 'soon'],
  ])('let a fetch that is given %s wait for %s: a released record wakes nobody who waits', (given, wanted) => {
    expect(settingsOf(given === undefined ? {} : { 'fetch.wait.max.ms': given })['fetch.wait.max.ms']).toBe(wanted)
  })
})
