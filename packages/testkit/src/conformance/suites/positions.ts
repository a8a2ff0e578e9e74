import { expect, it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'
import { waitFor } from '../wait-for.js'

/** Positions: what is committed, where a partition begins, and what moves it. */
export function positionsSuite(openGroup: OpenGroup): void {
  it('never commits past an unsettled record, whatever the order of settling', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 10)
    const member = group.open({ options: { commit: 'each' } })
    member.settles = false
    await member.hasDeliveries(10)
    for (const offset of [9, 3, 1, 2]) member.settleOne(0, offset)
    await member.session.flush()
    expect(member.session.control!.position(member.slotOf(0))).toBe(0)
    member.settleOne(0, 0)
    await member.session.flush()
    expect(await group.committed(0)).toBe(4)
    for (const offset of [8, 7, 6, 5, 4]) member.settleOne(0, offset)
    await member.session.flush()
    expect(await group.committed(0)).toBe(10)
    const ranges = member.answers.flatMap((answer) => answer.ranges)
    expect(ranges.map(({ from, to }) => [from, to])).toEqual([
      [0, 4],
      [4, 10],
    ])
  })

  it('commits at its interval without being asked', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 7)
    const member = group.open()
    await member.hasDeliveries(7)
    const status = () => member.session.status().partitions[0]!
    await waitFor(
      'the commit',
      () => status().committed === 7,
      () => member.describe(),
    )
    expect(await group.committed(0)).toBe(7)
    expect(status()).toMatchObject({ position: 7, end: 7 })
  })

  it('goes back and forth by seek, under a new slot each time', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 20)
    const member = group.open()
    member.settles = false
    await member.hasDeliveries(20)
    const first = member.slotOf(0)
    const second = member.session.control!.seek(first, 5)
    expect(member.session.partition(first).live).toBe(false)
    member.settleOpen(first)
    await member.hasDeliveries(35)
    expect(member.moves).toEqual([{ slot: second, from: 20, to: 5, cause: 'seek' }])
    const third = member.session.control!.seek(second, 18)
    await member.hasDeliveries(37)
    expect(member.deliveries.slice(20).map(({ slot, offset }) => [slot, offset])).toEqual([
      ...Array.from({ length: 15 }, (_, i) => [second, i + 5]),
      [third, 18],
      [third, 19],
    ])
    await waitFor('the dropped results to be told', () => member.events.some((event) => event.type === 'dropped' && event.records === 20))
    await member.session.flush()
    expect(await group.committed(0)).toBe(18)
  })

  it('brings a seek out of range to the nearest offset', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 20)
    await group.cluster.deleteRecords(group.topic, 0, 8)
    const member = group.open()
    await member.hasDeliveries(12)
    const slot = member.session.control!.seek(member.slotOf(0), 2)
    await member.hasDeliveries(24)
    expect(member.deliveries[12]).toMatchObject({ slot, offset: 8 })
    expect(member.moves).toEqual([{ slot, from: 20, to: 8, cause: 'seek' }])
    const end = member.session.control!.seek(slot, 1000)
    await waitFor(
      'the end',
      () => member.moves.length === 2,
      () => member.describe(),
    )
    expect(member.moves[1]).toEqual({ slot: end, from: 20, to: 20, cause: 'seek' })
  })

  it('takes several seeks in one turn: the last one counts', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 20)
    const member = group.open()
    await member.hasDeliveries(20)
    const { control } = member.session
    const last = control!.seek(control!.seek(control!.seek(member.slotOf(0), 0), 10), 17)
    await member.hasDeliveries(23)
    expect(member.deliveries.slice(20).map(({ slot, offset }) => [slot, offset])).toEqual([
      [last, 17],
      [last, 18],
      [last, 19],
    ])
  })

  it('says so when records were removed past the committed position while nobody consumed', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 10)
    const first = group.open()
    await first.hasDeliveries(10)
    await first.close()
    await group.produce(1, 10, 10)
    await group.cluster.deleteRecords(group.topic, 0, 15)
    const second = group.open()
    await second.hasDeliveries(5)
    expect(second.deliveries.map(({ offset }) => offset)).toEqual([15, 16, 17, 18, 19])
    expect(second.moves).toEqual([{ slot: second.slotOf(0), from: 10, to: 15, cause: 'retention' }])
  })

  it('says so when records are removed past the position while it runs', async () => {
    const group = openGroup()
    await group.createTopic(1)
    const big = 'x'.repeat(10_000)
    await group.cluster.produce(
      group.topic,
      Array.from({ length: 300 }, (_, n) => ({ partition: 0, value: `${n}${big}` })),
    )
    // a queue of 64 KiB holds some of them; what lies behind is removed before it is fetched
    const member = group.open({ kafka: { 'queued.max.messages.kbytes': '64', 'fetch.message.max.bytes': '32768' } })
    member.takes = false
    await member.hasPartitions(1)
    await waitFor(
      'records in the queue',
      () => member.session.status().partitions[0]!.end === 300,
      () => member.describe(),
    )
    await group.cluster.deleteRecords(group.topic, 0, 290)
    member.takes = true
    member.drain()
    await waitFor(
      'the last record',
      () => member.deliveries.at(-1)?.offset === 299,
      () => member.describe(),
    )
    const offsets = member.deliveries.map(({ offset }) => offset)
    expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b))
    const before = offsets.filter((offset) => offset < 290)
    const from = before.length === 0 ? 0 : before.at(-1)! + 1
    expect(member.moves).toEqual(from === 290 ? [] : [{ slot: member.slotOf(0), from, to: 290, cause: 'retention' }])
    await member.session.flush()
    expect(await group.committed(0)).toBe(300)
  })

  it('begins where initialOffset says when nothing is committed, and remembers it', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 10)
    const first = group.open({ initialOffset: { from: 'latest' } })
    await first.hasPartitions(1)
    await waitFor(
      'the end',
      () => first.ends.length > 0,
      () => first.describe(),
    )
    await first.close()
    await group.produce(1, 5, 10)
    const second = group.open({ initialOffset: { from: 'latest' } })
    await second.hasDeliveries(5)
    expect(second.deliveries.map(({ offset }) => offset)).toEqual([10, 11, 12, 13, 14])
  })

  it('holds one partition back while others go on, and fetches nothing twice', async () => {
    const group = openGroup()
    await group.createTopic(2)
    const member = group.open()
    await member.hasPartitions(2)
    member.session.hold(member.slotOf(0))
    await group.produce(2, 20)
    await member.hasDeliveries(20)
    expect(member.deliveries.every(({ partition }) => partition === 1)).toBe(true)
    expect(
      member.session
        .status()
        .partitions.filter(({ held }) => held)
        .map(({ partition }) => partition),
    ).toEqual([0])
    member.session.resume(member.slotOf(0))
    await member.hasDeliveries(40)
    expect(member.deliveries.slice(20).map(({ offset }) => offset)).toEqual(Array.from({ length: 20 }, (_, i) => i))
  })
}
