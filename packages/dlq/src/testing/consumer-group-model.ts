import { decideOutcome, type RecoveryAction } from '../policy/decide-outcome.js'
import type { RecoveryPolicy } from '../policy/recovery-policy.js'
import { failureOf, type Behaviour } from './behaviours.js'
import { LedgerEntry, type End } from './ledger.js'

/** What can happen to a partition of a consumer group. */
export type ConsumerStep = 'work' | 'commit' | 'crash' | 'hand-over' | 'write-fails' | 'crash-after-write'

/**
 * A partition of a consumer group, its records run one after the other, with nothing in it but what `decideOutcome` says: no time, no lanes. The worker that owns it may crash
 * (what is not committed runs again) or hand it over (what is settled is committed first).
 */
export class ConsumerGroupModel {
  readonly records: readonly LedgerEntry[]
  /** Crashes and hand-overs. */
  cuts = 0
  /** What of the policy's own functions threw. */
  mistakes = 0
  readonly #policy: RecoveryPolicy
  readonly #scripts: readonly (readonly Behaviour[])[]
  readonly #random: () => number
  #state: 'ready' | 'writing' | 'held' | 'stopped' = 'ready'
  #next = 0
  #committed = 0
  #attempt = 0
  #failingWrites = 0
  #crashesAfterWrite = 0

  constructor(policy: RecoveryPolicy, scripts: readonly (readonly Behaviour[])[], random: () => number) {
    this.#policy = policy
    this.#scripts = scripts
    this.#random = random
    this.records = scripts.map((_, offset) => new LedgerEntry(offset))
  }

  get committed(): number {
    return this.#committed
  }

  /** Whether a person, or a restart, is waited for. */
  get waits(): boolean {
    return this.#state === 'held' || this.#state === 'stopped'
  }

  step(step: ConsumerStep): void {
    if (step === 'work') this.#work()
    else if (step === 'commit') this.#committed = this.#next
    else if (step === 'crash') this.#cut()
    else if (step === 'write-fails') this.#failingWrites++
    else if (step === 'crash-after-write') this.#crashesAfterWrite++
    else {
      this.#committed = this.#next
      this.#cut()
    }
  }

  /** Nothing fails any more but handlers: works until all is done, or a person is waited for. */
  finish(): void {
    this.#failingWrites = 0
    this.#crashesAfterWrite = 0
    while (!this.waits && this.#next < this.records.length) this.#work()
    this.#committed = this.#next
  }

  get #record(): LedgerEntry {
    return this.records[this.#next] as LedgerEntry
  }

  #work(): void {
    if (this.waits || this.#next >= this.records.length) return
    if (this.#state === 'writing') return this.#write()
    const script = this.#scripts[this.#next] as readonly Behaviour[]
    const behaviour = script[this.#record.runs % script.length] as Behaviour
    this.#attempt++
    this.#record.ran(1)
    const failure = failureOf(behaviour)
    if (failure === null) return this.#settle(behaviour === 'handle' ? 'handled' : 'skipped')
    const { action, mistakes } = decideOutcome({ failure, attempt: this.#attempt, delivery: null }, this.#policy, this.#random)
    this.mistakes += mistakes.length
    this.#act(action)
  }

  #act(action: RecoveryAction): void {
    switch (action.type) {
      case 'retry':
        return
      case 'dead-letter':
        if (action.by === 'broker') throw new Error('no broker writes dead letters of a consumer group')
        this.#state = 'writing'
        return this.#write()
      case 'skip':
        return this.#settle('skipped')
      case 'hold':
        this.#state = 'held'
        return
      case 'stop':
        this.#state = 'stopped'
        return
      case 'release':
      case 'reject':
        throw new Error(`a consumer group does not ${action.type}`)
    }
  }

  #write(): void {
    if (this.#failingWrites > 0) {
      this.#failingWrites--
      return
    }
    this.#record.written()
    if (this.#crashesAfterWrite > 0) {
      this.#crashesAfterWrite--
      return this.#cut()
    }
    this.#settle('dead-lettered')
  }

  #settle(end: End): void {
    if (end === 'skipped') this.#record.events.push('record.skipped')
    this.#record.ended(end)
    this.#state = 'ready'
    this.#attempt = 0
    this.#next++
  }

  #cut(): void {
    this.cuts++
    for (const record of this.records.slice(this.#committed)) record.end = null
    this.#next = this.#committed
    this.#attempt = 0
    this.#state = 'ready'
  }
}
