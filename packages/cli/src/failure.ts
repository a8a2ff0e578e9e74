import { stripVTControlCharacters } from 'node:util'
import { isSamsaError, SamsaError, type SamsaErrorCode } from '@samsa/contracts'

/** The first line that says something: compilers print code frames around it. */
export const oneLine = (text: string): string => {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/^(?:[\s×│╭╰─·]|x )+/, '').trim())
  return lines.find((line) => line !== '') ?? text
}

/** What was thrown as a sentence, whatever it is. */
export const messageOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return oneLine(String(thrown))
  const sentence = oneLine(thrown.message)
  return thrown.name === 'Error' || isSamsaError(thrown) || sentence.startsWith(thrown.name) ? sentence : `${thrown.name}: ${sentence}`
}

/** What was thrown as an error with a code: a `SamsaError` as it is, anything else as the cause of one. */
export const toSamsaError = (thrown: unknown, code: SamsaErrorCode, describe: (message: string) => string): SamsaError =>
  isSamsaError(thrown) ? thrown : new SamsaError(code, describe(messageOf(thrown)), { cause: thrown })
