// own-broker
// limit: 60s
// A batch class of a share group gives up one record of a batch, and the right to write its dead letter is missing: its neighbours are accepted, every failure is told, it is settled by nobody, and once the right is given the dead letter arrives; without the right to create the topic the worker ends at start.
import { shareDeadLetterTopicNotAuthorised } from '../src/share/dead-letter-topic-not-authorised.js'

await shareDeadLetterTopicNotAuthorised({
  draft: { mode: 'batch', route: { batch: { maxRecords: 3, maxWait: '2s' } } },
  as: 'dead-letter',
  said: { cause: 'dead-letter', message: 'for a person' },
})
