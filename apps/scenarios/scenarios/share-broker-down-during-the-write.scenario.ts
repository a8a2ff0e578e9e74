// own-broker
// limit: 150s
// The broker is down when a share group writes dead letters: nothing is settled until they are written, every one of them arrives, with the same id however often, and nothing is lost.
import { brokerDownDuringTheWrite } from '../src/share/broker-down-during-the-write.js'
import { scenario } from '../src/scenario.js'

const lost = [1, 4, 7]

await scenario((stage) => brokerDownDuringTheWrite(stage, { mode: 'record', route: {}, lost, run: lost }))
