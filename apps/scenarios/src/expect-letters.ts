import { deadLettersOf, type DeadLetterRecord, headerOf, idOf } from './dead-letters.js'
import { type ExpectedLetter, expectDeadLetter } from './expect-dead-letter.js'
import type { Raw } from './feed.js'
import { must, type Stage } from './scenario.js'

/** What the dead letters of one partition have in common. */
export interface LetterSource {
  readonly group: string
  readonly topic: string
  readonly partition: number
  /** Name of the process that wrote them. */
  readonly worker: string
  /** The partition's records, by offset. */
  readonly records: readonly Raw[]
}

/** The dead letter that is expected of an offset. */
export function letterOf(
  { records, ...source }: LetterSource,
  offset: number,
  rest: Pick<ExpectedLetter, 'attempts' | 'cause' | 'message'> & Partial<ExpectedLetter>,
): ExpectedLetter {
  const sent = records[offset]
  must(sent !== undefined, `a record was sent as offset ${offset}`)
  return { ...source, offset, sent, ...rest }
}

const placeOf = (letter: DeadLetterRecord): string =>
  ['topic', 'partition', 'offset'].map((name) => headerOf(letter, `__dlq.errors.${name}`)).join('/')

/** Waits for the dead letters of `target`: these, each once, and no other. Answers them as they lie there. */
export async function expectLetters(
  stage: Stage,
  target: string,
  wanted: readonly ExpectedLetter[],
  limitMs?: number,
): Promise<readonly DeadLetterRecord[]> {
  const letters = await deadLettersOf(stage, target, wanted.length, limitMs)
  const ids = letters.map(idOf)
  must(letters.length === wanted.length, `${wanted.length} dead letters in ${target}, not ${letters.length}: ${ids.join(' ')}`)
  must(new Set(ids).size === ids.length, `none is written twice: ${ids.join(' ')}`)
  for (const one of wanted) {
    const place = `${one.topic}/${one.partition}/${one.offset}`
    expectDeadLetter(
      letters.find((letter) => placeOf(letter) === place),
      one,
    )
  }
  return letters
}
