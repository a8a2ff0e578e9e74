import { type Clock, type EventMap, type EventName, isSamsaError, type LogDetails, type Logger, type SamsaError } from '@samsa/contracts'
import { type EventLine, eventLines } from './event-line.js'
import { createRateLimit, type RateLimit } from './rate-limit.js'

/** Whatever tells its events: a worker's handle. */
export interface EventSource {
  readonly on: <Name extends EventName>(name: Name, listener: (event: EventMap[Name]) => void) => unknown
}

/** What `logEvents` needs to know. */
export interface LogEventsOptions {
  readonly log: Logger
  readonly clock: Clock
  /** Whether every handled record gets its line (level `debug`): only then is `record.handled` listened to, since that costs the worker something. */
  readonly logsHandled: boolean
  /** Whether `logEnd` says how the worker ended: a group that fails for good is then no error line of its own. Default: `false`. */
  readonly logsEnd?: boolean | undefined
}

const linesPerWindow = 5
const windowMs = 10_000

const errorDetails = ({ code, cause }: SamsaError): LogDetails => ({
  errorCode: code,
  // what a handler threw: its stack trace shows where
  ...(cause instanceof Error && !isSamsaError(cause) ? { error: cause } : {}),
})

const detailsOf = (event: object): LogDetails => {
  const { version: _version, error, ...fields } = event as { version?: number; error?: SamsaError | null }
  return { ...(error === undefined || error === null ? {} : errorDetails(error)), ...fields }
}

const keyOf = (name: EventName, event: object): string => {
  const { cluster, group, topic, partition } = event as Record<string, unknown>
  return `${name} ${String(cluster)} ${String(group)} ${String(topic)} ${String(partition)}`
}

const coordinates = (event: object): LogDetails =>
  Object.fromEntries(
    Object.entries(event).filter(([name]) => name === 'cluster' || name === 'group' || name === 'topic' || name === 'partition'),
  )

const write = <Name extends EventName>(options: LogEventsOptions, limit: RateLimit, name: Name, event: EventMap[Name]): void => {
  const { level, floods, message } = eventLines[name] as EventLine<Name>
  const told = typeof level === 'function' ? level(event) : level
  const word = options.logsEnd === true && name === 'group.failed' && told === 'error' ? 'info' : told
  const report = (suppressed: number): void => options.log[word](`${suppressed} more of this kind`, { code: name, ...coordinates(event) })
  if (floods && !limit.admit(keyOf(name, event), report)) return
  options.log[word](message(event), { code: name, ...detailsOf(event) })
}

/**
 * Writes a log line for every event a person should see, with the event's name as `code`. Kinds that can flood are cut to 5 lines a partition in 10 s, and the number of the others is
 * written. The answer writes those numbers at once: call it at the end.
 */
export const logEvents = (source: EventSource, options: LogEventsOptions): (() => void) => {
  const limit = createRateLimit(options.clock, linesPerWindow, windowMs)
  const listen = <Name extends EventName>(name: Name): unknown => source.on(name, (event) => write(options, limit, name, event))
  for (const name of Object.keys(eventLines) as EventName[]) {
    if (name !== 'record.handled' || options.logsHandled) listen(name)
  }
  return limit.flush
}
