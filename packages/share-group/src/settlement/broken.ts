import { SamsaError } from '@samsa/contracts'
import { acknowledgeTypes, type DriverBrokenRecord, type ShareDriver } from '../driver.js'
import { failureOfCode, type SessionScope } from '../scope.js'
import type { Acknowledgements } from './acknowledgements.js'

/** librdkafka could not decompress it: another member may. Anything else (checksum, format) is wrong on the broker, and stays so. */
const passing: ReadonlySet<string> = new Set(['_BAD_COMPRESSION'])

/** Records that the library could not read get the type that the library itself would give them, and are told. */
export function settleBroken(
  broken: readonly DriverBrokenRecord[],
  { driver, acknowledgements }: { readonly driver: ShareDriver; readonly acknowledgements: Acknowledgements },
  scope: SessionScope,
): void {
  const offsets = Float64Array.from(broken, ({ offset }) => offset)
  for (const [row, { partitionId, offset, deliveryCount, errno }] of broken.entries()) {
    const failure = failureOfCode(scope.library, errno)
    const as = passing.has(failure.name) ? 'release' : 'reject'
    acknowledgements.add('healthy', offsets, partitionId, acknowledgeTypes[as], row, row + 1)
    const { topic, partition } = driver.partition(partitionId)
    const text = `topic ${topic}, partition ${partition}, offset ${offset}: the record cannot be read: ${failure.text} (${failure.name})`
    const error = new SamsaError('SAMSA_KAFKA', `${text}: it is ${as === 'release' ? 'released' : 'rejected'}`, {
      retryable: as === 'release',
      details: { kafka: failure.name, errno, topic, partition, offset },
    })
    scope.event({ type: 'broken-record', topic, partition, offset, deliveryCount, as, error })
  }
}
