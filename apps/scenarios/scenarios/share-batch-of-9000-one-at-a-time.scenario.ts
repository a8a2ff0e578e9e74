// long
// limit: 300s
// A producer batch of 9,000 records of 20 ms with a lock of 30 s, one in work: each is handled once within ten deliveries.
import { largeBatch } from '../src/share/large-batch.js'
import { needsGroupLimit } from '../src/share/needs-kafka.js'
import { scenario } from '../src/scenario.js'

needsGroupLimit()
await scenario((stage) =>
  largeBatch(stage, { records: 9_000, workMs: 20, lock: '30s', concurrency: 1, deliveryCountLimit: 10, mostCount: 10, limitMs: 330_000 }),
)
