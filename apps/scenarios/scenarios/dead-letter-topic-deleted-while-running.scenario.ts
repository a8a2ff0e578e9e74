// own-broker
// limit: 150s
// A dead-letter topic that is deleted while the worker runs is created again for the next dead letter; with create: false dead letters fail and are told, and are written once somebody has created it.
import { deadLetterTopicDeleted } from '../src/dead-letter-topic-deleted.js'
import { scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  await Promise.all([deadLetterTopicDeleted(stage, 'record', true), deadLetterTopicDeleted(stage, 'record', false)])
})
