// own-broker
// limit: 120s
// A batch class settles two records of a batch as dead letters, where the right to write them is missing: both fail and are told, the position stays at the first though its neighbours are handled, other partitions go on, and once the right is given both are written, once, in order; without any right the worker ends before it joins.
import { deadLetterTopicNotAuthorised } from '../src/dead-letter-topic-not-authorised.js'

await deadLetterTopicNotAuthorised({
  draft: {
    mode: 'batch',
    route: { batch: { maxRecords: 5, maxWait: '20s' } },
    handler: { faults: { '0/1': ['dead-letter'], '0/3': ['dead-letter'] } },
  },
  lost: [1, 3],
  last: 4,
})
