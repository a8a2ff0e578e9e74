import { Admin } from '../admin.js'
import type { SoakCluster } from './cluster.js'
import type { SoakResult } from './cycles.js'
import { SoakFeed } from './feed.js'
import { findGrowth, formatGrowth } from './growth.js'
import { SoakShareMember } from './share-member.js'
import { readUsage, type Usage } from './usage.js'
import { pass, within } from './within.js'

const topic = 'soak-share'
const partitions = [0, 1, 2, 3] as const
const burst = 500
const mostBehind = 10_000
const hangMs = 60_000

async function prepareGroup(cluster: SoakCluster, group: string): Promise<void> {
  const admin = new Admin(cluster.settings)
  try {
    const set = (name: string, value: string) => ({ name: `share.${name}`, operation: 'set' as const, value })
    const entries = [set('auto.offset.reset', 'earliest'), set('heartbeat.interval.ms', '500')]
    for (const { error } of await admin.alterConfigs([{ type: 'group', name: group, entries }])) if (error !== null) throw error
  } finally {
    await admin.destroy()
  }
}

/** Members of one share group and a producer for all. */
class ShareRunning {
  readonly samples: Usage[] = []
  readonly problems: string[] = []
  replaced = 0
  readonly #cluster: SoakCluster
  readonly #group: string
  readonly #feed: SoakFeed
  #members: SoakShareMember[]
  /** Records that members finished who have left. */
  #finished = 0

  constructor(cluster: SoakCluster, group: string) {
    this.#cluster = cluster
    this.#group = group
    this.#feed = new SoakFeed({ ...cluster.settings, 'linger.ms': 1 })
    this.#members = [this.#open(), this.#open(), this.#open()]
  }

  get records(): number {
    return this.#feed.sent
  }

  /** Sends for `ms`, never far ahead of the members, until all is done. */
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
  }

  /** Lets `ms` go by with nothing to read, while one member is out of the group, and takes samples; then another is replaced. */
  async idle(ms: number): Promise<void> {
    const [oldest, second] = this.#members as [SoakShareMember, SoakShareMember]
    second.unsubscribe()
    const endMs = performance.now() + ms
    while (performance.now() < endMs) {
      await pass(Math.min(500, ms))
      this.samples.push(readUsage())
    }
    second.subscribe()
    await this.#end(oldest)
    this.#members = [...this.#members.slice(1), this.#open()]
    this.replaced++
  }

  async end(): Promise<void> {
    for (const member of this.#members) await this.#end(member)
    await within(hangMs, 'the end', this.#feed.destroy())
  }

  #open(): SoakShareMember {
    const member = new SoakShareMember({ ...this.#cluster.settings, 'group.id': this.#group }, topic)
    member.subscribe()
    return member
  }

  async #end(member: SoakShareMember): Promise<void> {
    await within(hangMs, 'leaving', member.leave())
    await within(hangMs, 'the end', member.destroy())
    this.#finished += member.finished
    this.problems.push(...member.fatalErrors, ...(member.refused > 0 ? [`${member.refused} acknowledgements were refused`] : []))
  }

  async #caughtUp(behind: number): Promise<void> {
    const finished = (): number => this.#members.reduce((sum, member) => sum + member.finished, this.#finished)
    const isNear = (): boolean => finished() >= this.#feed.delivered - behind
    await within(hangMs, 'reading', Promise.race(this.#members.map((member) => member.until(isNear))))
    if (this.#feed.failed > 0) throw new Error(`${this.#feed.failed} records were not delivered`)
  }
}

/**
 * Three members of one share group, by turns busy and idle: some records are released and come again, some are rejected, members come and go.
 *
 * @param minutes how long in all
 */
export async function runShareForMinutes(cluster: SoakCluster, minutes: number): Promise<SoakResult> {
  const group = `soak-share-${process.pid}`
  await cluster.createTopic(topic, partitions.length)
  await prepareGroup(cluster, group)
  const running = new ShareRunning(cluster, group)
  const endMs = performance.now() + minutes * 60_000
  const turnMs = Math.min(15_000, minutes * 3_000)
  const cpu = process.cpuUsage()
  while (performance.now() < endMs) {
    await running.busy(turnMs)
    await running.idle(turnMs / 3)
  }
  const { user, system } = process.cpuUsage(cpu)
  await running.end()
  const growth = findGrowth(running.samples)
  const seconds = ((user + system) / 1e6).toFixed(0)
  return {
    figures: `${minutes} min busy and idle in a share group, ${running.records} records, ${running.replaced} members replaced, ${seconds} cpu s, ${formatGrowth(growth)}`,
    problems: [...running.problems, ...growth.problems],
  }
}
