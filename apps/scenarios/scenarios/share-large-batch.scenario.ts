// limit: 30s
// A producer batch of 700 records whose work takes longer than their lock of 3 s, with four in work: each is handled once, none comes a third time.
import { largeBatch } from '../src/share/large-batch.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) =>
  largeBatch(stage, { records: 700, workMs: 20, lock: '3s', concurrency: 4, deliveryCountLimit: null, mostCount: 2, limitMs: 60_000 }),
)
