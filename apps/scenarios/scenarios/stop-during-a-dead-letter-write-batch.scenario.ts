// own-broker
// limit: 90s
// A stop while the broker answers nothing to two dead letters of one batch ends at the drain deadline: neither is settled, nor is what was handled behind them, the exit code says that something is without an answer, and a successor writes both with the same ids.
import { scenario } from '../src/scenario.js'
import { stopDuringADeadLetterWrite } from '../src/stop-during-a-dead-letter-write.js'

await scenario((stage) => stopDuringADeadLetterWrite(stage, 'batch'))
