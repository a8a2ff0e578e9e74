import {
  type DeadLetterRecord,
  errorHeaders,
  headerOf,
  idOf,
  kipHeaders,
  longestStackBytes,
  originalHeaders,
  ownHeaders,
} from '../dead-letters.js'
import { must, type Stage } from '../scenario.js'
import type { SentRecord } from './raw-records.js'

/** What a dead letter has to say of its record. What is left out is not looked at. */
export interface WantedDeadLetter {
  readonly of: SentRecord
  readonly cause: string
  readonly attempts: number
  readonly deliveryCount: number
  /** Part of `__dlq.errors.message`. */
  readonly message?: string
  /** `samsa.dlq.error.class`. */
  readonly errorClass?: string
  /** `samsa.dlq.error.code`. */
  readonly errorCode?: string
  /** Default: the scenario's. */
  readonly group?: string
  /** Default: any. */
  readonly worker?: string
}

// where nothing was thrown there is nothing to say of it; a record without a trace has none
const optional: ReadonlySet<string> = new Set(errorHeaders)

const hex = (bytes: Uint8Array | null | undefined): string | null => (bytes == null ? null : Buffer.from(bytes).toString('hex'))
const bytesOf = (part: string | Uint8Array | null | undefined): Uint8Array | null =>
  part == null ? null : typeof part === 'string' ? Buffer.from(part) : part

/** The record's own parts, byte for byte. */
function isAsItCame(letter: DeadLetterRecord, { raw }: SentRecord, what: string): void {
  must(hex(letter.key) === hex(bytesOf(raw.key)), `${what}: its key is ${hex(letter.key)}`)
  must(hex(letter.value) === hex(bytesOf(raw.value)), `${what}: its value is ${hex(letter.value)}`)
  const wanted = (raw.headers ?? []).filter(([name]) => typeof name === 'string').map(([name, value]) => [name, hex(bytesOf(value))])
  const found = originalHeaders(letter)
    .filter(([name]) => !name.includes('\uFFFD'))
    .map(([name, value]) => [name, hex(value)])
  must(JSON.stringify(found) === JSON.stringify(wanted), `${what}: its headers are ${JSON.stringify(found)}`)
}

/** Nothing but the headers that were promised, in their order. */
function hasItsHeaders(letter: DeadLetterRecord, what: string): void {
  const names = letter.headers.slice(originalHeaders(letter).length).map(([name]) => name)
  const wanted = [...kipHeaders, ...ownHeaders].filter((name) => names.includes(name) || !optional.has(name))
  must(names.join() === wanted.join(), `${what}: its headers are ${names.join()}`)
}

function speaksOf(letter: DeadLetterRecord, wanted: WantedDeadLetter, group: string, what: string): void {
  const { of, cause, attempts, deliveryCount } = wanted
  const says = (name: string, value: string): void =>
    must(headerOf(letter, name) === value, `${what}: ${name} is ${headerOf(letter, name)}, not ${value}`)
  says('__dlq.errors.topic', of.topic)
  says('__dlq.errors.partition', `${of.partition}`)
  says('__dlq.errors.offset', `${of.offset}`)
  says('__dlq.errors.group', group)
  says('__dlq.errors.delivery.count', `${deliveryCount}`)
  says('samsa.dlq.version', '1')
  says('samsa.dlq.cause', cause)
  says('samsa.dlq.attempts', `${attempts}`)
  says('samsa.dlq.group.kind', 'share')
  says('samsa.dlq.cluster', 'default')
  if (wanted.worker !== undefined) says('samsa.dlq.worker', wanted.worker)
  if (wanted.errorClass !== undefined) says('samsa.dlq.error.class', wanted.errorClass)
  if (wanted.errorCode !== undefined) says('samsa.dlq.error.code', wanted.errorCode)
  const timestamp = of.raw.timestampMs ?? Number(headerOf(letter, 'samsa.dlq.timestamp'))
  says('samsa.dlq.timestamp', `${timestamp}`)
  says('samsa.dlq.id', `default/${group}/${of.topic}/${of.partition}/${of.offset}@${timestamp}`)
  const message = headerOf(letter, '__dlq.errors.message')
  must(message.includes(wanted.message ?? ''), `${what}: its message is ${message}`)
  must(/^\d+\.\d+\.\d+/.test(headerOf(letter, 'samsa.dlq.samsa')), `${what}: it says which Samsa wrote it`)
}

function tellsWhen(letter: DeadLetterRecord, what: string): void {
  const [first, last] = ['first', 'last'].map((name) => headerOf(letter, `samsa.dlq.failed.${name}`))
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
  must(iso.test(first ?? '') && iso.test(last ?? '') && first! <= last!, `${what}: it failed first at ${first}, last at ${last}`)
  // its record's time is a header: by that one it might be deleted at once
  must(letter.timestampMs >= Date.parse(last!), `${what}: its own time is when it was written: ${letter.timestampMs}`)
}

/** The dead letter is its record, byte for byte, with all headers that were promised. */
export function mustBeDeadLetter(stage: Stage, letter: DeadLetterRecord, wanted: WantedDeadLetter): void {
  const { topic, partition, offset } = wanted.of
  const what = `the dead letter of ${topic}/${partition}/${offset}`
  isAsItCame(letter, wanted.of, what)
  hasItsHeaders(letter, what)
  speaksOf(letter, wanted, wanted.group ?? stage.name('group'), what)
  tellsWhen(letter, what)
  const stack = letter.headers.find(([name]) => name === 'samsa.dlq.error.stack')?.[1]
  must((stack?.length ?? 0) <= longestStackBytes, `${what}: its stack has ${stack?.length} bytes`)
}

/** One dead letter for each of these, and no other: by `partition/offset` of the source, each once. */
export function mustBeDeadLetters(stage: Stage, letters: readonly DeadLetterRecord[], wanted: readonly WantedDeadLetter[]): void {
  const ids = letters.map(idOf)
  must(new Set(ids).size === ids.length, `none is written twice: ${ids.join(' ')}`)
  must(letters.length === wanted.length, `${wanted.length} dead letters, not ${letters.length}: ${ids.join(' ')}`)
  for (const one of wanted) {
    const group = one.group ?? stage.name('group')
    const start = `default/${group}/${one.of.topic}/${one.of.partition}/${one.of.offset}@`
    const letter = letters.find((candidate) => idOf(candidate).startsWith(start))
    must(letter !== undefined, `${start} is among the dead letters: ${ids.join(' ')}`)
    mustBeDeadLetter(stage, letter, one)
  }
}
