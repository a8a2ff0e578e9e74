import { SamsaError } from '@samsa/contracts'
import type { DeadLetterWriter } from '@samsa/dlq'

/** Stands where a worker was given nothing to write dead letters with: every write is refused, so that nothing is settled. */
export function noDeadLetters(cluster: string): DeadLetterWriter {
  return {
    write: ({ record, topic }) => {
      const message = `dead letter of ${record.id} was not written: this worker was given no producer of dead letters for cluster ${cluster}`
      return Promise.reject(new SamsaError('SAMSA_DEAD_LETTER_FAILED', message, { details: { target: topic } }))
    },
  }
}
