import type { LogDetails, Logger } from '@samsa/contracts'
import { pino, stdTimeFunctions, type DestinationStream, type Logger as Pino } from 'pino'
import type { LogFormat, LogLevel } from './log-level.js'
import { prettyLine } from './pretty-line.js'
import type { Redactor } from './redactor.js'

/** How logs are written. */
export interface LogOptions {
  readonly level: LogLevel
  readonly format: LogFormat
  /** Takes the secrets out of every line. */
  readonly redactor: Redactor
  /** Where lines go: each call of `write` is one line. Default: the standard output, synchronously, so that no line is lost at the end. */
  readonly stream?: DestinationStream | undefined
  /** Whether pretty lines have colours. Default: `false`. */
  readonly hasColors?: boolean | undefined
}

const adapt = (target: Pino, redactor: Redactor): Logger => {
  const write =
    (level: LogLevel) =>
    (message: string, details?: LogDetails): void => {
      if (!target.isLevelEnabled(level)) return
      target[level](details === undefined ? {} : (redactor.value(details) as object), redactor.text(message))
    }
  return Object.freeze({
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (details: LogDetails) => adapt(target.child(redactor.value(details) as Record<string, unknown>), redactor),
  })
}

const prettyStream = (stream: DestinationStream, hasColors: boolean): DestinationStream => ({
  write: (line) => stream.write(prettyLine(line, hasColors)),
})

/**
 * The logger of `worker`: pino, one JSON object a line with `time` (ISO), `level` (a word), the details and `msg`. No process id, no host name:
 * whatever collects the lines knows them. Secrets are taken out of messages and details.
 */
export const createLog = (options: LogOptions): Logger => {
  const stream = options.stream ?? pino.destination({ dest: 1, sync: true })
  const target = pino(
    { level: options.level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    options.format === 'pretty' ? prettyStream(stream, options.hasColors ?? false) : stream,
  )
  return adapt(target, options.redactor)
}
