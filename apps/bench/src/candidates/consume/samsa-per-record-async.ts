import type { RecordOf } from 'samsa'

import type { ConsumeJob } from '../../program/consume-job.js'
import { readJob } from '../../program/read-job.js'
import { runSamsa } from '../../program/run-samsa.js'
import { samsaRecovery } from '../../program/samsa-recovery.js'
import { samsaReader, samsaTopic } from '../../program/samsa-topic.js'
import { Tally } from '../../program/tally.js'

const job = readJob<ConsumeJob>()
const tally = new Tally(job)
const read = samsaReader(job, tally)
const orders = samsaTopic(job)

class Count {
  async consume(order: RecordOf<typeof orders>): Promise<void> {
    if (read !== null) read(order)
    tally.record(order.partition, order.offset)
  }
}

runSamsa(job, (group) => group.topic(orders, { consumer: Count, ...samsaRecovery() }))
