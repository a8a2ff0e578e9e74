/** Facts of one log line. Keys, values and headers of records never belong here. */
export type LogDetails = Readonly<Record<string, unknown>>

/** What Samsa needs of a logger. A pino logger fits through `(message, details) => pino.info(details, message)`. */
export interface Logger {
  readonly debug: (message: string, details?: LogDetails) => void
  readonly info: (message: string, details?: LogDetails) => void
  readonly warn: (message: string, details?: LogDetails) => void
  readonly error: (message: string, details?: LogDetails) => void
  /** A logger that adds `details` to every line. */
  readonly with: (details: LogDetails) => Logger
}
