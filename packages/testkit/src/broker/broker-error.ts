/**
 * Why there is no broker. `missing-java`, `missing-maven` and `unresolved` mean that this machine cannot run one (a suite may skip, except
 * under `CI=true`); the others are failures.
 */
export type BrokerErrorCode = 'missing-java' | 'missing-maven' | 'unresolved' | 'invalid-option' | 'start-failed' | 'not-ours'

/** A broker that could not be had, in one line that says what to do. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError'

  constructor(
    readonly code: BrokerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }

  /** Whether the machine lacks what a broker needs, as opposed to a broker that failed. */
  get isMissing(): boolean {
    return this.code === 'missing-java' || this.code === 'missing-maven' || this.code === 'unresolved'
  }
}
