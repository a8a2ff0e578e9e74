import type { RecordColumns, SamsaError } from '@samsa/contracts'
import type { DeadLettered } from '@samsa/dlq'
import { rawRecord } from '../record/raw-record.js'
import { RecordView } from '../record/record-view.js'
import { unwrittenError } from '../recovery/unwritten-error.js'
import type { CallFailure } from './call-failure.js'
import type { Lane } from './lane.js'

/** A record on its way to a dead-letter topic. */
export interface Letter {
  readonly columns: RecordColumns
  readonly row: number
  readonly failure: CallFailure
  /** Executions so far. */
  readonly attempt: number
  /** Milliseconds since the epoch. */
  readonly firstFailedAtMs: number
  readonly lastFailedAtMs: number
  /** Topic of the rule that decided; `null`: the route's. */
  readonly topic: string | null
}

/** How the write of a letter ended. */
export type LetterEnd =
  | { readonly letter: Letter; readonly written: DeadLettered; readonly error: null }
  | { readonly letter: Letter; readonly written: null; readonly error: SamsaError }

/** Writes the dead letter of a record; fulfilled when it has its delivery report or has failed. */
export async function writeLetter({ route, source }: Lane, letter: Letter): Promise<LetterEnd> {
  const { columns, row, failure, attempt, firstFailedAtMs, lastFailedAtMs, topic } = letter
  const record = new RecordView(source, columns, row)
  const raw = rawRecord(columns, row)
  try {
    const job = { record, raw, failure, attempt, deliveryCount: null, firstFailedAtMs, lastFailedAtMs, topic }
    return { letter, written: await route.recovery.writer.write(job), error: null }
  } catch (error) {
    return { letter, written: null, error: unwrittenError(error) }
  }
}
