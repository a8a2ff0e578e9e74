import { SamsaError, topicNameProblem } from '@samsa/contracts'
import type { NativeProducer } from './native-producer.js'

/** Topics by the small number that the library knows them by. A fresh library handle is told them again in the same order, so numbers stay true. */
export class TopicTable {
  readonly #indexes = new Map<string, number>()
  #native: NativeProducer | null = null
  #lastName: string | null = null
  #lastIndex = -1

  /** Number of a topic. Most sends go to the topic of the send before, which costs one comparison. Throws `SAMSA_SEND_FAILED` for a name that Kafka refuses. */
  index(name: string): number {
    if (name === this.#lastName) return this.#lastIndex
    const index = this.#indexes.get(name) ?? this.#add(name)
    this.#lastName = name
    this.#lastIndex = index
    return index
  }

  /** Tells a fresh handle all topics. */
  attach(native: NativeProducer): void {
    this.#native = native
    for (const [name, index] of this.#indexes) this.#tell(native, name, index)
  }

  /** From here on numbers are given without the library, until `attach`. */
  detach(): void {
    this.#native = null
  }

  #add(name: string): number {
    const problem = topicNameProblem(name)
    if (problem !== null)
      throw new SamsaError('SAMSA_SEND_FAILED', `nothing can be sent to topic '${name}': ${problem}`, { details: { topic: name } })
    const index = this.#indexes.size
    if (this.#native !== null) this.#tell(this.#native, name, index)
    this.#indexes.set(name, index)
    return index
  }

  #tell(native: NativeProducer, name: string, index: number): void {
    const given = native.topic(name)
    if (given !== index) throw new Error(`assertion: the library gave topic ${name} number ${given}, not ${index}`)
  }
}
