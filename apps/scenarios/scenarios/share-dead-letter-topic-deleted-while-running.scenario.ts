// limit: 30s
// A share group's dead-letter topic is deleted while its worker runs: it is created again for the next dead letter and nothing is lost; what is written twice, because the lock of its record ended meanwhile, has the same id.
import { shareDeadLetterTopicDeleted } from '../src/share/dead-letter-topic-deleted.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => shareDeadLetterTopicDeleted(stage, 'record', 'throw'))
