// own-broker
// limit: 90s
// A stop while the broker answers nothing to a dead letter ends at the drain deadline: the record is not settled, the exit code says that something is without an answer, and a successor writes the letter with the same id.
import { scenario } from '../src/scenario.js'
import { stopDuringADeadLetterWrite } from '../src/stop-during-a-dead-letter-write.js'

await scenario((stage) => stopDuringADeadLetterWrite(stage, 'record'))
