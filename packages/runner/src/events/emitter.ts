import type { EventListener, EventMap, EventName, Logger } from '@samsa/contracts'

type AnyListener = (event: never) => void

/** Tells a worker's events to those who listen. A listener that throws is logged and changes nothing. */
export class Emitter {
  readonly #listeners = new Map<EventName, readonly AnyListener[]>()
  readonly #log: Logger
  /** Whether somebody listens to `record.handled`; a field, because the hot loop asks for every record. */
  handledHeard = false

  constructor(log: Logger) {
    this.#log = log
  }

  /** Calls `listener` at every event of this name until the function that is returned is called. */
  on<Name extends EventName>(name: Name, listener: EventListener<Name>): () => void {
    // one wrapper for each call, so that the same function can listen twice and leave once
    const entry: AnyListener = (event) => listener(event)
    this.#set(name, [...(this.#listeners.get(name) ?? []), entry])
    return () => {
      this.#set(
        name,
        (this.#listeners.get(name) ?? []).filter((other) => other !== entry),
      )
    }
  }

  /** Tells `event` to every listener of its name, in the order in which they came. */
  emit<Name extends EventName>(name: Name, event: EventMap[Name]): void {
    const listeners = this.#listeners.get(name)
    if (listeners === undefined) return
    for (const listener of listeners) {
      try {
        listener(event as never)
      } catch (thrown) {
        this.#log.error(`a listener of '${name}' threw: events are told, not decided, so nothing changes`, { event: name, error: thrown })
      }
    }
  }

  #set(name: EventName, listeners: readonly AnyListener[]): void {
    this.#listeners.set(name, listeners)
    if (name === 'record.handled') this.handledHeard = listeners.length > 0
  }
}
