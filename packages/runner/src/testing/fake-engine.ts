import type { Capabilities, Clock, Engine, SessionObserver, Subscription } from '@samsa/contracts'
import { FakePartition, type FakeInput } from './fake-partition.js'
import { FakeSession } from './fake-session.js'

const capabilities: Capabilities = Object.freeze({
  ordering: 'partition',
  settlement: 'position',
  redelivery: 'client',
  lockRenewal: null,
  positionControl: true,
  transactions: false,
  patterns: true,
  sharedPartitions: false,
})

/** An engine of consumer groups in memory: topics, partitions, committed positions, and sessions that do what the test says. */
export class FakeEngine implements Engine {
  readonly capabilities = capabilities
  readonly sessions: FakeSession[] = []
  readonly #partitions = new Map<string, FakePartition>()
  readonly #automatic: boolean

  /** @param automatic whether sessions join at once and get every partition of their topics; default: they wait for the test */
  constructor(automatic = false) {
    this.#automatic = automatic
  }

  /** The last session that was opened. */
  get session(): FakeSession {
    const last = this.sessions.at(-1)
    if (last === undefined) throw new Error('no session was opened')
    return last
  }

  /** A partition, made when it is first named. */
  partition(topic: string, partition = 0): FakePartition {
    const name = `${topic}/${partition}`
    const found = this.#partitions.get(name) ?? new FakePartition(topic, partition)
    this.#partitions.set(name, found)
    return found
  }

  /** Appends records; strings are values. */
  append(topic: string, partition: number, ...records: readonly (string | FakeInput)[]): void {
    const target = this.partition(topic, partition)
    for (const record of records) target.append(typeof record === 'string' ? { value: record } : record)
    for (const session of this.sessions) session.poke()
  }

  open(subscription: Subscription, observer: SessionObserver, clock: Clock): FakeSession {
    const session = new FakeSession(subscription, observer, clock)
    this.sessions.push(session)
    if (this.#automatic) setImmediate(() => this.#join(session))
    return session
  }

  #join(session: FakeSession): void {
    if (session.state !== 'joining') return
    session.join()
    const names = session.subscription.topics.map((topic) => topic.name)
    session.assign([...this.#partitions.values()].filter((partition) => names.includes(partition.topic)))
  }
}
