import { divideBuffer, engineDefaults } from '@samsa/consumer-group/internal'
import type { ConsumeJob } from './consume-job.js'

/** Default of the option `buffer`. */
const bufferBytes = 32 * 1024 * 1024

/** Settings of the bare binding: those that Samsa's consumer-group engine chooses, without its care for positions. */
export function bareSettings(job: ConsumeJob): Readonly<Record<string, string | number | boolean>> {
  return {
    ...engineDefaults,
    ...divideBuffer(bufferBytes, job.partitions),
    'bootstrap.servers': job.bootstrap,
    'group.id': job.groupId,
    'group.protocol': 'consumer',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
    'enable.auto.offset.store': false,
    'isolation.level': 'read_committed',
  }
}
