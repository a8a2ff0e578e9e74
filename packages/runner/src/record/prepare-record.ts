import { SamsaError, textOfThrown, type RecordColumns, type Serde } from '@samsa/contracts'
import type { SourcedSegment } from './batch-segment.js'
import { rawPart } from './raw-record.js'
import type { RecordSource } from './record-source.js'

/**
 * Lets the serdes of a record wait for what they need (a schema registry) before it is delivered. Returns nothing where there is nothing to wait for.
 * The promise rejects with `SAMSA_SERDE_PREPARE`; the call itself never throws.
 */
export function prepareRecord(source: RecordSource, columns: RecordColumns, index: number): Promise<void> | undefined {
  const key = start(source, 'key', rawPart(columns, index, 0))
  const value = start(source, 'value', rawPart(columns, index, 2))
  if (key === undefined) return value
  return value === undefined ? key : Promise.all([key, value]).then(() => undefined)
}

/** Whether records of this source have to be prepared at all. */
export function prepares(source: RecordSource): boolean {
  return source.key.prepare !== undefined || source.value.prepare !== undefined
}

function start(source: RecordSource, name: 'key' | 'value', bytes: Uint8Array | null): Promise<void> | undefined {
  const serde: Serde<unknown, never> = source[name]
  if (bytes === null || serde.prepare === undefined) return undefined
  const failed = (cause: unknown): Promise<void> => {
    const error = new SamsaError(
      'SAMSA_SERDE_PREPARE',
      `the serde of the ${name} of ${source.topic} could not get ready: ${textOfThrown(cause)}`,
      {
        retryable: true,
        cause,
      },
    )
    return Promise.reject(error)
  }
  try {
    const waiting = serde.prepare(bytes)
    return waiting === undefined ? undefined : Promise.resolve(waiting).catch(failed)
  } catch (cause) {
    return failed(cause)
  }
}

/** The same for all records of a batch: fulfilled when every one of them is ready. */
export function prepareSegments(segments: readonly SourcedSegment[]): Promise<unknown> | undefined {
  const waiting: Promise<void>[] = []
  for (const { source, columns, start, end } of segments) {
    for (let row = start; row < end; row++) {
      const one = prepareRecord(source, columns, row)
      if (one !== undefined) waiting.push(one)
    }
  }
  return waiting.length === 0 ? undefined : Promise.all(waiting)
}
