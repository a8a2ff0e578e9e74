import type { Logger } from 'samsa'

/** Says only what is wrong, on standard error: standard output belongs to the report. */
export const quietLog: Logger = {
  debug: () => {},
  info: () => {},
  warn: (message, details) => console.error(message, details),
  error: (message, details) => console.error(message, details),
  with: () => quietLog,
}
