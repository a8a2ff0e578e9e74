// own-broker
// limit: 60s
// Without the right to create the dead-letter topic a share group's worker ends at start, exit code 1; without the right to write to it nothing is settled, every failure is told, and once the right is given the dead letters arrive.
import { shareDeadLetterTopicNotAuthorised } from '../src/share/dead-letter-topic-not-authorised.js'

await shareDeadLetterTopicNotAuthorised({
  draft: { mode: 'record', route: { retry: { attempts: 1 } } },
  as: 'throw',
  said: { cause: 'thrown', message: 'on purpose', errorClass: 'Error' },
})
