// own-broker
// limit: 150s
// The broker is down when two dead letters of one batch are written: neither is told as written, the partition waits, and when the broker is back both are there, under one id each, and the rest of the batch is handled.
import { brokerDownDuringADeadLetter } from '../src/broker-down-during-a-dead-letter.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => brokerDownDuringADeadLetter(stage, 'batch'))
