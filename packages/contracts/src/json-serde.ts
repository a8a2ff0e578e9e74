import { SamsaError } from './error.js'
import type { Serde } from './serde.js'
import type { SchemaInput, SchemaOutput, StandardSchemaIssue, StandardSchemaV1 } from './standard-schema.js'
import { decodeText } from './string-serde.js'

/**
 * JSON, validated when it is read by any Standard Schema (zod, valibot, arktype, …): the record carries the schema's output, `send` takes its input.
 * Reading throws `SAMSA_DESERIALIZE` (with the schema's issues) or `SAMSA_SCHEMA_ASYNC` where the schema validates asynchronously.
 * What is sent is not validated at run time.
 */
export function json<Schema extends StandardSchemaV1>(schema: Schema): Serde<SchemaOutput<Schema>, SchemaInput<Schema>> {
  const standard = (schema as StandardSchemaV1 | undefined)?.['~standard']
  if (typeof standard?.validate !== 'function')
    throw new SamsaError('SAMSA_OPTION_INVALID', 'json() takes a Standard Schema: json(z.object({ … }))')
  return Object.freeze({
    serialize: stringify,
    deserialize: (bytes: Uint8Array) => {
      const result = standard.validate(parse(decodeText(bytes)))
      if (result instanceof Promise) throw asyncSchema(result)
      if (result.issues !== undefined) throw invalid(result.issues)
      return result.value
    },
  })
}

function stringify(value: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw new SamsaError('SAMSA_SERIALIZE', 'this value cannot be written as JSON (a cycle, or a bigint)', { cause })
  }
  if (text === undefined) throw new SamsaError('SAMSA_SERIALIZE', `${typeof value} cannot be written as JSON`)
  return text
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // no cause: the message of V8 quotes the text, and what a record carries does not belong in logs
    throw new SamsaError('SAMSA_DESERIALIZE', `these ${text.length} characters are not JSON`)
  }
}

function asyncSchema(pending: Promise<unknown>): SamsaError {
  pending.catch(() => undefined) // nobody will look at it
  return new SamsaError(
    'SAMSA_SCHEMA_ASYNC',
    'this schema validates asynchronously, and a record is decoded when it is first read: use a synchronous schema, or wait in `prepare` of a serde',
  )
}

function invalid(issues: readonly StandardSchemaIssue[]): SamsaError {
  const found = issues.map((issue) => ({ path: pathOf(issue), message: issue.message }))
  const first = found[0]
  const more = found.length > 1 ? ` (and ${found.length - 1} more)` : ''
  const text = first === undefined ? 'the schema refuses it' : `${first.path === '' ? '' : `${first.path}: `}${first.message}`
  return new SamsaError('SAMSA_DESERIALIZE', `${text}${more}`, { details: { issues: found } })
}

function pathOf(issue: StandardSchemaIssue): string {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
}
