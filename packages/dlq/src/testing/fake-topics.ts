import { SamsaError, type AdminPort, type NewTopic } from '@samsa/contracts'

type Port = Pick<AdminPort, 'describeTopics' | 'createTopics' | 'describeConfigs'>

/** A topic of the fake cluster. */
export interface FakeTopic {
  readonly partitions: number
  readonly configs?: Readonly<Record<string, string>>
}

/** An admin port over topics in memory. */
export class FakeTopics implements Port {
  readonly topics = new Map<string, FakeTopic>()
  readonly created: NewTopic[] = []
  readonly calls: string[] = []
  /** Errors by call and topic: `create dlq.orders`. */
  readonly refusals = new Map<string, SamsaError>()
  /** How many looks it takes until a new topic is seen. */
  unseenLooks = 0

  constructor(topics: Readonly<Record<string, FakeTopic>> = {}) {
    for (const [name, topic] of Object.entries(topics)) this.topics.set(name, topic)
  }

  readonly describeTopics: Port['describeTopics'] = async (names) => {
    for (const name of names) await this.#called('describe', name)
    return names.map((name) => {
      const topic = this.topics.get(name)
      if (topic === undefined || (this.#isNew(name) && this.unseenLooks-- > 0)) return null
      const partitions = Array.from({ length: topic.partitions }, (_, partition) => ({
        partition,
        leader: 1,
        replicas: [1, 2, 3],
        isr: [1, 2],
      }))
      return { name, partitions }
    })
  }

  readonly createTopics: Port['createTopics'] = async (topics) => {
    const names: string[] = []
    for (const topic of topics) {
      await this.#called('create', topic.name)
      this.created.push(topic)
      if (this.topics.has(topic.name)) continue
      this.topics.set(topic.name, { partitions: topic.partitions ?? 1, configs: topic.configs })
      names.push(topic.name)
    }
    return names
  }

  readonly describeConfigs: Port['describeConfigs'] = async (_kind, name) => {
    await this.#called('configs', name)
    return Object.fromEntries(Object.entries(this.topics.get(name)?.configs ?? {}).map(([config, value]) => [config, { value, source: 5 }]))
  }

  #isNew(name: string): boolean {
    return this.created.some((topic) => topic.name === name)
  }

  async #called(call: string, name: string): Promise<void> {
    await Promise.resolve()
    this.calls.push(`${call} ${name}`)
    const refusal = this.refusals.get(`${call} ${name}`)
    if (refusal !== undefined) throw refusal
  }
}

/** What the admin port says where a right is missing. */
export function notAuthorized(what: string): SamsaError {
  const text = 'Broker: Topic authorization failed'
  const advice = 'give this principal the right on the topic (kafka-acls), or use other credentials'
  return new SamsaError('SAMSA_AUTHORIZATION', `${what}: ${text} (TOPIC_AUTHORIZATION_FAILED): ${advice}`, {
    details: { kafka: 'TOPIC_AUTHORIZATION_FAILED', text },
  })
}

/** What it says where no broker answers. */
export function noBroker(): SamsaError {
  return new SamsaError('SAMSA_NO_BROKER', 'topics cannot be described: timed out (_TIMED_OUT)', { retryable: true })
}
