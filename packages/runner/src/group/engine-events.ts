import type { Answer, Clock, EngineEvent, Logger, SamsaError } from '@samsa/contracts'
import type { GroupEvents } from '../events/group-events.js'
import { tellBroken, tellGivenBack } from './lease-events.js'

/** Same trouble within this time is counted and not told, milliseconds. */
const quietMs = 30_000

interface Trouble {
  toldAtMs: number
  repeats: number
}

/** Turns what an engine tells into events and log lines of the worker. */
export class EngineEvents {
  readonly #events: GroupEvents
  readonly #log: Logger
  readonly #clock: Clock
  readonly #troubles = new Map<string, Trouble>()
  /** The last trouble, for health and for the error of a start that reached no broker. */
  trouble: SamsaError | null = null

  constructor(events: GroupEvents, log: Logger, clock: Clock) {
    this.#events = events
    this.#log = log
    this.#clock = clock
  }

  event(event: EngineEvent): void {
    switch (event.type) {
      case 'protocol-chosen':
        return this.#events.group('group.protocol-chosen', { protocol: event.protocol, reason: event.reason })
      case 'trouble':
        return this.#troubled(event.error)
      case 'dropped':
        return this.#events.group('settlement.dropped', { records: event.records, reason: event.reason })
      case 'throttled':
        return this.#log.debug(`broker ${event.broker} throttles for ${event.throttleMs} ms`)
      case 'library-log':
        return this.#libraryLog(event)
      case 'connected':
        this.trouble = null
        return
      case 'statistics':
        return
      case 'given-back':
        return tellGivenBack(this.#events, event)
      case 'broken-record':
        return tellBroken(this.#events, event)
      case 'starved': {
        const { topic, partition, offset, deliveryCount } = event
        return this.#events.record('record.starved', { topic, partition }, offset, { deliveryCount })
      }
      case 'overcommitted': {
        const { records, neededMs, lockMs } = event
        return this.#events.group('lease.overcommitted', { records, neededMs, lockMs })
      }
    }
  }

  /** The broker's answer to a commit or acknowledgement. */
  answered(answer: Answer): void {
    if (answer.type === 'committed') return
    const name = answer.type === 'lost' ? 'settlement.lost' : 'settlement.unknown'
    for (const { topic, partition, from, to, as } of answer.ranges) {
      this.#events.partition(name, { topic, partition }, { from, to, as, ageMs: answer.ageMs, error: answer.error })
    }
  }

  #troubled(error: SamsaError): void {
    // that all brokers are down does not say why: what does is kept
    if (this.trouble === null || error.details['kafka'] !== '_ALL_BROKERS_DOWN') this.trouble = error
    if (error.code === 'SAMSA_COMMIT_FAILED') return this.#events.group('commit.failed', { error, willRetry: true })
    const nowMs = this.#clock.now()
    const name = `${error.code} ${error.message}`
    const known = this.#troubles.get(name)
    if (known !== undefined && nowMs - known.toldAtMs < quietMs) {
      known.repeats++
      return
    }
    this.#troubles.set(name, { toldAtMs: nowMs, repeats: 0 })
    this.#events.group('group.troubled', { error, repeats: known?.repeats ?? 0 })
  }

  #libraryLog({ level, facility, text }: Extract<EngineEvent, { type: 'library-log' }>): void {
    // syslog levels: up to 2 the library is broken; its errors and warnings come as events of ours as well, and a fatal error as the failure of the
    // group, so as lines they are only the detail
    const write = level <= 2 && facility !== 'FATAL' ? this.#log.error : level <= 4 ? this.#log.info : this.#log.debug
    write(text, { code: 'librdkafka', facility })
  }
}
