/** Why librdkafka cannot be used. */
export type LibraryErrorCode = 'SAMSA_LIBRARY_MISSING' | 'SAMSA_LIBRARY_UNUSABLE' | 'SAMSA_LIBRARY_TOO_OLD' | 'SAMSA_ADDON_MISSING'

/** librdkafka, or the addon that binds it, cannot be used on this machine. The message is one line and says how to cure it. */
export class LibraryError extends Error {
  override readonly name = 'LibraryError'
  /** Which of the four troubles it is. */
  readonly code: LibraryErrorCode

  /** @param code which trouble @param message one line with the cure @param cause what the loader said */
  constructor(code: LibraryErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
