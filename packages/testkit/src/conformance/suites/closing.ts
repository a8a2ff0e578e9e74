import { expect, it } from '@jest/globals'
import { systemClock } from '@samsa/contracts'
import type { OpenGroup } from '../describe-engine.js'
import { waitFor } from '../wait-for.js'

/** A session ends whatever it is doing. */
export function closingSuite(openGroup: OpenGroup): void {
  it('closes before it has joined', async () => {
    const group = openGroup()
    await group.createTopic(1)
    const member = group.open()
    expect(await member.close()).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    expect(member.session.status()).toMatchObject({ state: 'closed', partitions: [] })
    expect(member.session.take(10, 1000)).toBeNull()
  })

  it('closes as soon as it is subscribed, and while partitions arrive', async () => {
    const group = openGroup()
    await group.createTopic(4)
    await group.produce(4, 5)
    for (const condition of ['connected', 'assigned'] as const) {
      const member = group.open()
      member.takes = false
      await waitFor(
        condition,
        () => (condition === 'connected' ? member.session.status().connected : member.assigned.length > 0),
        () => member.describe(),
      )
      expect(await member.close()).toMatchObject({ hung: false })
    }
  })

  it('gives the same promise to a second call', async () => {
    const group = openGroup()
    await group.createTopic(1)
    const member = group.open()
    await member.hasJoined(1)
    const closing = member.close()
    expect(member.session.close(0)).toBe(closing)
    await closing
  })

  it('closes while no broker can be reached', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 5)
    const member = group.open()
    member.settles = false
    await member.hasDeliveries(5)
    await member.session.flush()
    const unreachable = group.open({ kafka: { 'bootstrap.servers': '127.0.0.1:1' } })
    await waitFor(
      'trouble',
      () => unreachable.events.some(({ type }) => type === 'trouble'),
      () => unreachable.describe(),
    )
    expect(unreachable.session.status()).toMatchObject({ connected: false, state: 'joining' })
    expect(await unreachable.close(2000)).toEqual({ unsettled: 0, unanswered: 0, hung: false })
  })

  it('refuses a setting at once', async () => {
    const group = openGroup()
    await group.createTopic(1)
    expect(() => group.engine.open(group.subscription({ kafka: { 'no.such.setting': '1' } }), {} as never, systemClock)).toThrow(
      expect.objectContaining({ code: 'SAMSA_KAFKA_SETTING', message: expect.stringContaining('no.such.setting') }),
    )
  })
}
