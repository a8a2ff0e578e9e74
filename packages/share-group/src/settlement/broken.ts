import { SamsaError } from '@samsa/contracts'
import { acknowledgeTypes, type DriverBrokenRecord, type ShareDriver } from '../driver.js'
import { failureOfCode, type SessionScope } from '../scope.js'
import type { Acknowledgements } from './acknowledgements.js'

/**
 * It could not be decompressed, for want of memory too, or this library knows no such codec or format: another member may. Anything else (the checksum) is wrong on the
 * broker, and stays so.
 */
const passing: ReadonlySet<string> = new Set(['_BAD_COMPRESSION', '_CRIT_SYS_RESOURCE', '_NOT_IMPLEMENTED'])

/**
 * Records that the library could not read are released where another member may read them, otherwise rejected, as the library itself would, and told. At its last delivery a
 * record is rejected whatever it is: a RELEASE would archive it as well, and nobody would say so.
 */
export function settleBroken(
  broken: readonly DriverBrokenRecord[],
  { driver, acknowledgements }: { readonly driver: ShareDriver; readonly acknowledgements: Acknowledgements },
  scope: SessionScope,
): void {
  const offsets = Float64Array.from(broken, ({ offset }) => offset)
  for (const [row, { partitionId, offset, deliveryCount, errno }] of broken.entries()) {
    const failure = failureOfCode(scope.library, errno)
    const isLast = deliveryCount >= scope.limits.deliveryLimit
    const as = passing.has(failure.name) && !isLast ? 'release' : 'reject'
    acknowledgements.add('healthy', offsets, partitionId, acknowledgeTypes[as], row, row + 1)
    const { topic, partition } = driver.partition(partitionId)
    const text = `topic ${topic}, partition ${partition}, offset ${offset}: the record cannot be read: ${failure.text} (${failure.name})`
    const fate =
      as === 'release' ? 'released' : isLast ? `rejected, at delivery ${deliveryCount} of ${scope.limits.deliveryLimit}` : 'rejected'
    const error = new SamsaError('SAMSA_KAFKA', `${text}: it is ${fate}`, {
      retryable: as === 'release',
      details: { kafka: failure.name, errno, topic, partition, offset },
    })
    scope.event({ type: 'broken-record', topic, partition, offset, deliveryCount, as, error })
  }
}
