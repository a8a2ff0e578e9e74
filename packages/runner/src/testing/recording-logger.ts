import type { LogDetails, Logger } from '@samsa/contracts'

/** One line that was logged. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly details: LogDetails
}

/** A logger that keeps its lines, those of its children included. */
export interface RecordingLogger extends Logger {
  readonly lines: readonly LogLine[]
}

/** A logger for tests: keeps every line in `lines`. */
export function recordingLogger(): RecordingLogger {
  const lines: LogLine[] = []
  const child = (bound: LogDetails): RecordingLogger => {
    const write =
      (level: LogLine['level']) =>
      (message: string, details: LogDetails = {}): void =>
        void lines.push({ level, message, details: { ...bound, ...details } })
    return {
      lines,
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      with: (details) => child({ ...bound, ...details }),
    }
  }
  return child({})
}
