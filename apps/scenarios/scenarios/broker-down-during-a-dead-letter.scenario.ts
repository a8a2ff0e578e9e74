// own-broker
// limit: 150s
// The broker is down when a dead letter is written: nothing is settled, the partition waits, and when the broker is back the letter is there, under one id, and the rest is handled.
import { brokerDownDuringADeadLetter } from '../src/broker-down-during-a-dead-letter.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => brokerDownDuringADeadLetter(stage, 'record'))
