/** librdkafka refused the settings of a client. Thrown by the constructors of clients. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  /** The property that was refused; null where librdkafka does not name one. */
  readonly property: string | null
  /** librdkafka's own sentence. */
  readonly text: string

  /** @param property the refused property @param text librdkafka's sentence */
  constructor(property: string | null, text: string) {
    // librdkafka puts the property in backticks when a combination is wrong.
    const named = property ?? /`([a-z0-9_.]+)`/.exec(text)?.[1] ?? null
    super(named === null ? `librdkafka refused the settings: ${text}` : `librdkafka refused the setting ${named}: ${text}`)
    this.property = named
    this.text = text
  }
}
