import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  type DeadLetterRecord,
  errorHeaders,
  furtherHeaders,
  headerOf,
  kipHeaders,
  longestStackBytes,
  originalHeaders,
  ownHeaders,
} from './dead-letters.js'
import type { Raw } from './feed.js'
import { must } from './scenario.js'

/** What a dead letter has to be. */
export interface ExpectedLetter {
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** The record as it was sent, with its timestamp. */
  readonly sent: Raw
  /** Executions. */
  readonly attempts: number
  readonly cause: string
  /** Found in `__dlq.errors.message`. */
  readonly message: string | RegExp
  /** Header `samsa.dlq.error.class`; default: not looked at. */
  readonly errorClass?: string
  /** Header `samsa.dlq.error.code`; `null`: there is none; default: not looked at. */
  readonly errorCode?: string | null
  readonly worker: string
  /** Headers of the application's hook, behind the record's own. */
  readonly added?: readonly (readonly [name: string, value: string])[]
  /** Left out because it was too large. */
  readonly omitted?: readonly ('stack' | 'headers' | 'value' | 'key')[]
  /** Written instead of the record's value. */
  readonly transformed?: string
}

const manifest = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('samsa/package.json'), 'utf8')) as { version: string }
const own = [...ownHeaders, ...furtherHeaders]
const optional: ReadonlySet<string> = new Set([...errorHeaders, ...furtherHeaders])

const bytesOf = (part: Raw['value'] | undefined): Buffer | null => (part == null ? null : Buffer.from(part as string))
const hexOf = (part: Buffer | null): string => (part === null ? 'null' : part.toString('hex'))

function sameBytes(what: string, got: Buffer | null, wanted: Buffer | null): void {
  must(hexOf(got) === hexOf(wanted), `${what} byte for byte: ${hexOf(got).slice(0, 200)}, not ${hexOf(wanted).slice(0, 200)}`)
}

function expectOriginal(letter: DeadLetterRecord, { sent, omitted = [], transformed, added = [] }: ExpectedLetter): void {
  sameBytes('the key', letter.key, omitted.includes('key') ? null : bytesOf(sent.key))
  sameBytes(
    'the value',
    letter.value,
    omitted.includes('value') ? null : transformed === undefined ? bytesOf(sent.value) : Buffer.from(transformed),
  )
  const wanted = omitted.includes('headers') ? [] : (sent.headers ?? [])
  const came = originalHeaders(letter)
  const got = came.slice(0, came.length - added.length)
  must(got.length === wanted.length, `${wanted.length} headers of the record come first: ${letter.headers.map(([name]) => name).join(' ')}`)
  for (const [index, [name, value]] of got.entries()) {
    must(name === Buffer.from(wanted[index]?.[0] as string).toString(), `header ${index} is called ${String(wanted[index]?.[0])}: ${name}`)
    sameBytes(`header ${name}`, value, bytesOf(wanted[index]?.[1]))
  }
  // its own time may be older than the dead-letter topic keeps records: it is a header
  must(letter.timestampMs > (sent.timestampMs ?? 0), `the timestamp is that of the write: ${letter.timestampMs}`)
}

/** The application's, then those of KIP-1191, then Samsa's, in their order. */
function expectNames(letter: DeadLetterRecord, { added = [] }: ExpectedLetter): void {
  const came = originalHeaders(letter).length
  const names = letter.headers.slice(came).map(([name]) => name)
  const wanted = [...kipHeaders, ...own.filter((name) => !optional.has(name) || names.includes(name))]
  must(names.join() === wanted.join(), `the added headers: ${names.join()}, not ${wanted.join()}`)
  for (const [index, [name, value]] of added.entries()) {
    const [gotName, gotValue] = letter.headers[came - added.length + index] ?? []
    must(gotName === name && gotValue?.toString() === value, `header ${name} is ${value}: ${gotName} ${String(gotValue)}`)
  }
}

function expectTexts(letter: DeadLetterRecord, expected: ExpectedLetter): void {
  const { group, topic, partition, offset, sent, attempts, cause, worker } = expected
  const texts: Readonly<Record<string, string | number>> = {
    '__dlq.errors.topic': topic,
    '__dlq.errors.partition': partition,
    '__dlq.errors.offset': offset,
    '__dlq.errors.group': group,
    '__dlq.errors.delivery.count': attempts,
    'samsa.dlq.version': 1,
    'samsa.dlq.id': `default/${group}/${topic}/${partition}/${offset}@${sent.timestampMs}`,
    'samsa.dlq.cause': cause,
    'samsa.dlq.attempts': attempts,
    'samsa.dlq.group.kind': 'consumer',
    'samsa.dlq.cluster': 'default',
    'samsa.dlq.worker': worker,
    'samsa.dlq.samsa': manifest.version,
    'samsa.dlq.timestamp': sent.timestampMs ?? 'none',
  }
  for (const [name, text] of Object.entries(texts))
    must(headerOf(letter, name) === String(text), `${name} is ${text}: ${headerOf(letter, name)}`)
}

function expectFailure(letter: DeadLetterRecord, { message, errorClass, errorCode, omitted = [] }: ExpectedLetter): void {
  const told = headerOf(letter, '__dlq.errors.message')
  must(typeof message === 'string' ? told.includes(message) : message.test(told), `the message says ${message}: ${told}`)
  if (errorClass !== undefined)
    must(
      headerOf(letter, 'samsa.dlq.error.class') === errorClass,
      `the class is ${errorClass}: ${headerOf(letter, 'samsa.dlq.error.class')}`,
    )
  const codes = letter.headers.filter(([name]) => name === 'samsa.dlq.error.code')
  if (errorCode === null) must(codes.length === 0, `the error has no code: ${String(codes[0]?.[1])}`)
  else if (errorCode !== undefined)
    must(headerOf(letter, 'samsa.dlq.error.code') === errorCode, `the code is ${errorCode}: ${headerOf(letter, 'samsa.dlq.error.code')}`)
  const stack = letter.headers.find(([name]) => name === 'samsa.dlq.error.stack')?.[1]
  must((stack?.length ?? 0) <= longestStackBytes, `the stack is bounded: ${stack?.length}`)
  must(!omitted.includes('stack') || stack === undefined, 'the stack is left out')
  const [first, last] = ['first', 'last'].map((name) => headerOf(letter, `samsa.dlq.failed.${name}`))
  must(first !== undefined && last !== undefined, 'both times are told')
  for (const time of [first, last]) must(new Date(time).toISOString() === time, `an ISO time: ${time}`)
  must(first <= last, `the first failure is no later than the last: ${first} ${last}`)
  must(
    omitted.length === 0
      ? letter.headers.every(([name]) => name !== 'samsa.dlq.omitted')
      : headerOf(letter, 'samsa.dlq.omitted') === omitted.join(),
    `what is left out is told: ${omitted.join()}`,
  )
}

/** Key, value and headers as they came, the headers of KIP-1191 and Samsa's own in their order with what they have to say. */
export function expectDeadLetter(letter: DeadLetterRecord | undefined, expected: ExpectedLetter): void {
  must(letter !== undefined, `there is a dead letter of ${expected.partition}/${expected.offset}`)
  try {
    expectOriginal(letter, expected)
    expectNames(letter, expected)
    expectTexts(letter, expected)
    expectFailure(letter, expected)
  } catch (error) {
    throw new Error(`the dead letter of ${expected.partition}/${expected.offset}: ${(error as Error).message}`, { cause: error })
  }
}
