// limit: 60s
// A producer batch of 900 records whose work takes six locks of 3 s, one in work: each is handled once within ten deliveries.
import { largeBatch } from '../src/share/large-batch.js'
import { needsGroupLimit } from '../src/share/needs-kafka.js'
import { scenario } from '../src/scenario.js'

needsGroupLimit()
await scenario((stage) =>
  largeBatch(stage, { records: 900, workMs: 20, lock: '3s', concurrency: 1, deliveryCountLimit: 10, mostCount: 10, limitMs: 90_000 }),
)
