// limit: 60s
// The dead-letter topic of a share group with a batch class is deleted while its worker runs: it is created again for the next dead letters, several of one batch at once, their neighbours are accepted and nothing is lost; what is written twice has the same id.
import { shareDeadLetterTopicDeleted } from '../src/share/dead-letter-topic-deleted.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => shareDeadLetterTopicDeleted(stage, 'batch', 'dead-letter'))
