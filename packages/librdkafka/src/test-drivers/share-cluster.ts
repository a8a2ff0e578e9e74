import type { ClientSettings } from '../client-settings.js'
import { MockCluster } from '../mock-cluster.js'
import type { MockShareGroupOptions } from '../mock-cluster.js'
import type { SentRecord } from './producer-driver.js'
import { ProducerDriver } from './producer-driver.js'
import { ShareDriver } from './share-driver.js'

/** A mock cluster with topics `jobs` (2 partitions) and `mails` (1), one producer, and members of the group `workers`. */
export class ShareCluster {
  readonly mock = new MockCluster()
  readonly #producer: ProducerDriver
  #members: ShareDriver[] = []

  private constructor(options: MockShareGroupOptions) {
    this.mock.setShareGroup({ heartbeatIntervalMs: 50, autoOffsetReset: 1, ...options })
    this.mock.createTopic('jobs', 2)
    this.mock.createTopic('mails', 1)
    this.#producer = new ProducerDriver({ 'bootstrap.servers': this.mock.bootstrapServers })
  }

  static async open(options: MockShareGroupOptions = {}): Promise<ShareCluster> {
    const cluster = new ShareCluster(options)
    // One producer for all, connected before them: a connection that closes ends the sessions of the mock's share groups.
    await cluster.send([{ topic: 'warm-up', value: '' }])
    return cluster
  }

  /** A member that is destroyed with the cluster. */
  member(settings: ClientSettings = {}): ShareDriver {
    const driver = new ShareDriver({ 'bootstrap.servers': this.mock.bootstrapServers, 'group.id': 'workers', ...settings })
    this.#members.push(driver)
    return driver
  }

  /** A member with all records of one batch in hand. */
  async memberWith(count: number, settings: ClientSettings = {}): Promise<ShareDriver> {
    await this.sendJobs(count, 1)
    const driver = this.member(settings)
    driver.answer = () => null
    driver.subscribe('jobs')
    await driver.until(() => driver.inHand.length === count)
    return driver
  }

  send(records: readonly SentRecord[]): Promise<void> {
    return this.#producer.send(records)
  }

  /** Values count up from 0. @param partitions how many of them get records, in turn */
  sendJobs(count: number, partitions = 2): Promise<void> {
    return this.send(Array.from({ length: count }, (_, index) => ({ topic: 'jobs', partition: index % partitions, value: `${index}` })))
  }

  /** Leaves the destruction of a member to others. */
  forget(driver: ShareDriver): void {
    this.#members = this.#members.filter((one) => one !== driver)
  }

  async destroy(): Promise<void> {
    await Promise.all([this.#producer, ...this.#members].map((driver) => driver.destroy()))
    this.mock.destroy()
  }
}
