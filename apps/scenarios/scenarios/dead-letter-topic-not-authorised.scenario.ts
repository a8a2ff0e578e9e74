// own-broker
// limit: 120s
// Without rights on its dead-letter topic a worker ends before it joins, exit code 1, with one line that names the rights; where only the right to write is missing, dead letters fail and are told, their partition waits, others go on, and once the right is given they are written.
import { deadLetterTopicNotAuthorised } from '../src/dead-letter-topic-not-authorised.js'

await deadLetterTopicNotAuthorised({
  draft: { route: { retry: { attempts: 1 } }, handler: { faults: { '0/2': ['error'] } } },
  lost: [2],
  last: 2,
})
