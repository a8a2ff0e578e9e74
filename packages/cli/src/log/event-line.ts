import type { EventMap, EventName, Settlement } from '@samsa/contracts'
import type { LogLevel } from './log-level.js'

/** How an event reads as a log line; its payload's fields stand beside it. */
export interface EventLine<Name extends EventName> {
  readonly level: LogLevel | ((event: EventMap[Name]) => LogLevel)
  readonly message: (event: EventMap[Name]) => string
  /** Whether many of them are cut short: the first few of a partition are written, the rest is counted. */
  readonly floods: boolean
}

const line = <Name extends EventName>(
  level: EventLine<Name>['level'],
  floods: boolean,
  message: (event: EventMap[Name]) => string,
): EventLine<Name> => Object.freeze({ level, floods, message })

const records = (count: number): string => (count === 1 ? '1 record' : `${count} records`)
const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

const settlements: Readonly<Record<Settlement, string>> = { done: 'the commit', release: 'the release', reject: 'the rejection' }
const settled = ({ as, from, to }: { readonly as: Settlement; readonly from: number; readonly to: number }): string =>
  `${settlements[as]} of ${to - from === 1 ? `offset ${from}` : `offsets ${from} to ${to - 1}`}`

const exhaustedEnds: Readonly<Record<Exclude<EventMap['record.exhausted']['becomes'], 'archived'>, string>> = {
  hold: 'its partition waits until the worker is started again',
  skip: 'skipped',
  reject: 'rejected, nobody gets it again',
  stop: 'the worker stops',
}

/** Every event's log line. A new event does not compile before it has one. */
export const eventLines: { readonly [Name in EventName]: EventLine<Name> } = {
  'record.handled': line('debug', false, (event) => `handled in ${seconds(event.durationMs)}`),
  'record.retried': line(
    'warn',
    true,
    (event) =>
      `attempt ${event.attempt}${event.records > 1 ? ` of ${records(event.records)}` : ''} failed, again in ${seconds(event.delayMs)}: ${event.reason}`,
  ),
  'record.skipped': line('warn', true, (event) => `skipped: ${event.reason}`),
  'record.dead-lettered': line('warn', true, (event) =>
    event.by === 'broker'
      ? `rejected, the broker writes it to ${event.target}: ${event.reason}`
      : `written to ${event.target}/${event.targetPartition}/${event.targetOffset}${event.omitted.length === 0 ? '' : ` without its ${event.omitted.join(', ')}, too large for the topic`}: ${event.reason}`,
  ),
  'dead-letter.failed': line(
    'error',
    true,
    (event) => `dead letter not written${event.willRetry ? `, again in ${seconds(event.delayMs)}` : ''}: ${event.error.message}`,
  ),
  'policy.failed': line('error', true, (event) => event.error.message),
  'record.released': line(
    // what a handler asks for is no trouble
    (event) => (event.cause === 'returned' ? 'info' : 'warn'),
    true,
    (event) =>
      `${event.records > 1 ? `${records(event.records)}, up to offset ${event.lastOffset}, ` : ''}released at delivery ${event.deliveryCount}, any member may get ${event.records > 1 ? 'them' : 'it'} (${event.cause}): ${event.reason}`,
  ),
  'record.rejected': line('warn', true, (event) => `rejected, nobody gets it again: ${event.reason}`),
  'record.starved': line(
    'error',
    true,
    (event) =>
      `delivery ${event.deliveryCount} was its last and could not be started before its lock ended, the broker archives it: raise concurrency, lockDuration or deliveryCountLimit`,
  ),
  'record.exhausted': line('error', true, (event) =>
    event.becomes === 'archived'
      ? `delivery ${event.deliveryCount} was its last, the broker archives it: ${event.reason}`
      : `no attempts left after ${event.attempt}, ${exhaustedEnds[event.becomes]}: ${event.reason}`,
  ),
  'lease.expired': line(
    'warn',
    true,
    (event) => `its lock ended while it was in work, ${seconds(event.ageMs)} after it was given out: another member may get it`,
  ),
  'lease.overcommitted': line(
    'warn',
    true,
    (event) =>
      `${records(event.records)} need ${seconds(event.neededMs)}, their lock ends after ${seconds(event.lockMs)}: raise concurrency or lockDuration, shorten the work, or let producers send smaller batches`,
  ),
  'settlement.lost': line(
    'warn',
    true,
    (event) => `${settled(event)} was refused: ${event.as === 'done' ? 'they come' : 'any member gets them'} again`,
  ),
  'settlement.unknown': line('warn', true, (event) => `${settled(event)} got no answer: they may come again`),
  'settlement.dropped': line('warn', true, (event) => `results of ${records(event.records)} came too late: they come again elsewhere`),
  'partition.assigned': line('info', true, (event) =>
    event.position === null ? 'assigned' : `assigned, goes on at offset ${event.position}`,
  ),
  'partition.revoked': line('info', true, (event) => (event.position === null ? 'given up' : `given up at offset ${event.position}`)),
  'partition.lost': line('warn', true, (event) => `lost without a handover: ${event.error.message}`),
  'position.moved': line(
    (event) => (event.cause === 'seek' ? 'info' : 'warn'),
    true,
    (event) => `position moved from ${event.from} to ${event.to} (${event.cause})`,
  ),
  'commit.failed': line(
    // repeated until it succeeds, which is normal while a rebalance is going on
    (event) => (event.willRetry ? 'info' : 'warn'),
    true,
    (event) => `commit failed, ${event.willRetry ? 'will be repeated' : 'will not be repeated'}: ${event.error.message}`,
  ),
  'handler.late': line(
    'warn',
    true,
    (event) => `handler ${event.outcome} after ${seconds(event.durationMs)}, after its signal had fired (${event.signalCode})`,
  ),
  'handler.stuck': line('error', true, (event) => `handler runs for ${seconds(event.durationMs)}: no end in sight`),
  'hook.failed': line(
    'error',
    true,
    (event) => `${event.hook} threw${event.willRetry ? `, again in ${seconds(event.delayMs)}` : ''}: ${event.error.message}`,
  ),
  'group.failed': line(
    (event) => (event.willRetry ? 'warn' : 'error'),
    false,
    (event) => `group failed${event.willRetry ? `, joins again in ${seconds(event.delayMs)}` : ''}: ${event.error.message}`,
  ),
  'group.joined': line('info', false, (event) => (event.memberId === null ? 'joined' : `joined as member ${event.memberId}`)),
  'group.protocol-chosen': line('info', false, (event) => `group protocol ${event.protocol}: ${event.reason}`),
  'group.troubled': line('warn', true, (event) => `${event.error.message}${event.repeats > 0 ? ` (${event.repeats} more like this)` : ''}`),
  'worker.state': line('info', false, (event) => `worker is ${event.to}${event.reason === '' ? '' : `: ${event.reason}`}`),
  'send.unanswered': line('error', false, (event) => `${records(event.count)} sent, not answered at the deadline: they may be lost`),
}
