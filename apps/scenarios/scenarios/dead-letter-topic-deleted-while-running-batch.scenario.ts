// own-broker
// limit: 150s
// A dead-letter topic that is deleted while a batch class runs is created again for the next dead letters, the rest of a batch at once; with create: false each of them fails and is told, nothing of them is settled, and they are written once somebody has created it.
import { deadLetterTopicDeleted } from '../src/dead-letter-topic-deleted.js'
import { scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  await Promise.all([deadLetterTopicDeleted(stage, 'batch', true), deadLetterTopicDeleted(stage, 'batch', false)])
})
