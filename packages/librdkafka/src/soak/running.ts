import type { SoakCluster } from './cluster.js'
import type { SoakResult } from './cycles.js'
import { SoakFeed } from './feed.js'
import { findGrowth, formatGrowth } from './growth.js'
import { SoakMember } from './member.js'
import { readUsage, type Usage } from './usage.js'
import { pass, within } from './within.js'

const topic = 'soak-running'
const partitions = [0, 1, 2, 3] as const
const burst = 1000
// the mock forgets what is more than about 5 MB a partition behind
const mostBehind = 20_000
const hangMs = 60_000

/** Members of one group for each protocol, and a producer for all. */
class Running {
  readonly samples: Usage[] = []
  readonly #feed: SoakFeed
  readonly #groups: readonly { readonly members: readonly SoakMember[]; readonly positions: Map<number, number> }[]

  constructor(cluster: SoakCluster) {
    this.#feed = new SoakFeed({ ...cluster.settings, 'linger.ms': 1 })
    this.#groups = cluster.protocols.map(({ name, settings }) => {
      const positions = new Map<number, number>()
      const member = (): SoakMember =>
        new SoakMember({ ...cluster.settings, ...settings, 'group.id': `soak-${process.pid}-${name}` }, positions)
      return { members: [member(), member()], positions }
    })
  }

  get records(): number {
    return this.#feed.sent
  }

  get #members(): readonly SoakMember[] {
    return this.#groups.flatMap(({ members }) => members)
  }

  async join(): Promise<void> {
    for (const member of this.#members) member.consumer.subscribe([topic])
    for (const { members } of this.#groups) {
      const assigned = (): number => members.reduce((sum, member) => sum + member.assigned, 0)
      for (const member of members)
        await within(
          hangMs,
          'joining',
          member.until(() => member.assigned > 0 && assigned() >= partitions.length),
        )
    }
  }

  /** Sends for `ms`, never far ahead of the slowest group, until all have read all and said so. */
  async busy(ms: number): Promise<void> {
    const endMs = performance.now() + ms
    for (let round = 0; performance.now() < endMs; round++) {
      this.#feed.send(topic, partitions[round % partitions.length]!, burst)
      await this.#caughtUp(mostBehind)
      // room for the others on this machine
      await pass(20)
    }
    await within(hangMs, 'delivery', this.#feed.settled())
    await this.#caughtUp(0)
    await this.#commit()
  }

  /** Lets `ms` go by with members that have nothing to read, and takes samples. */
  async idle(ms: number): Promise<void> {
    const endMs = performance.now() + ms
    while (performance.now() < endMs) {
      await pass(Math.min(500, ms))
      this.samples.push(readUsage())
    }
  }

  async end(): Promise<readonly string[]> {
    await within(hangMs, 'leaving', Promise.all(this.#members.map((member) => member.leave())))
    await within(hangMs, 'the end', Promise.all([this.#feed, ...this.#members].map((client) => client.destroy())))
    return this.#members.flatMap((member) => member.fatalErrors)
  }

  async #caughtUp(behind: number): Promise<void> {
    for (const { members, positions } of this.#groups) {
      const read = (): boolean => [...positions.values()].reduce((sum, offset) => sum + offset, 0) >= this.#feed.delivered - behind
      for (const member of members) await within(hangMs, 'reading', member.until(read))
    }
    if (this.#feed.failed > 0) throw new Error(`${this.#feed.failed} records were not delivered`)
  }

  async #commit(): Promise<void> {
    for (const { members, positions } of this.#groups) {
      for (const { consumer } of members) {
        const owned = consumer
          .assignment()
          .map(({ topic: name, partition }) => ({ topic: name, partition, offset: positions.get(partition) ?? 0 }))
        await within(hangMs, 'a commit', consumer.commit(owned))
      }
    }
  }
}

/** Two members for each protocol and a producer, by turns busy and idle. @param minutes how long in all */
export async function runForMinutes(cluster: SoakCluster, minutes: number): Promise<SoakResult> {
  await cluster.createTopic(topic, partitions.length)
  const running = new Running(cluster)
  await running.join()
  const endMs = performance.now() + minutes * 60_000
  const turnMs = Math.min(15_000, minutes * 3_000)
  const cpu = process.cpuUsage()
  while (performance.now() < endMs) {
    await running.busy(turnMs)
    await running.idle(turnMs / 3)
  }
  const { user, system } = process.cpuUsage(cpu)
  const fatalErrors = await running.end()
  const growth = findGrowth(running.samples)
  const seconds = ((user + system) / 1e6).toFixed(0)
  return {
    figures: `${minutes} min busy and idle, ${running.records} records, ${seconds} cpu s, ${formatGrowth(growth)}`,
    problems: [...fatalErrors, ...growth.problems],
  }
}
