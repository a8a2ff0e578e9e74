// long
// limit: 120s
// A producer batch of 9,000 records of 20 ms with a lock of 30 s, four in work: each is handled once, none comes a third time.
import { largeBatch } from '../src/share/large-batch.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) =>
  largeBatch(stage, { records: 9_000, workMs: 20, lock: '30s', concurrency: 4, deliveryCountLimit: null, mostCount: 2, limitMs: 150_000 }),
)
