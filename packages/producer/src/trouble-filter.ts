import { SamsaError, type Clock } from '@samsa/contracts'

/** librdkafka repeats connection trouble about 20 times a second: the same kind is told once in this time. */
const quietMs = 10_000

interface Told {
  atMs: number
  repeats: number
}

/** Passes trouble on, the same kind at most once in ten seconds; `details.repeats` counts what was left out since. */
export class TroubleFilter {
  readonly #told = new Map<string, Told>()

  constructor(
    private readonly clock: Clock,
    private readonly tell: (error: SamsaError) => void,
  ) {}

  /** `kind`: what makes two troubles the same, such as the name of Kafka's error code. */
  report(kind: string, error: SamsaError): void {
    const nowMs = this.clock.now()
    const told = this.#told.get(kind)
    if (told !== undefined && nowMs - told.atMs < quietMs) {
      told.repeats++
      return
    }
    const repeats = told?.repeats ?? 0
    this.#told.set(kind, { atMs: nowMs, repeats: 0 })
    this.tell(repeats === 0 ? error : counted(error, repeats))
  }
}

function counted(error: SamsaError, repeats: number): SamsaError {
  const details = { ...error.details, repeats }
  return new SamsaError(error.code, error.message, { retryable: error.retryable, details, cause: error.cause })
}
