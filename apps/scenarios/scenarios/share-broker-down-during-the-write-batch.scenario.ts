// own-broker
// limit: 150s
// The broker is down when a share group writes the dead letters of the rest of a batch: nothing of it is settled until they are written, every one of them arrives, with the same id however often, and nothing is lost.
import { brokerDownDuringTheWrite } from '../src/share/broker-down-during-the-write.js'
import { scenario } from '../src/scenario.js'

const route = { batch: { maxRecords: 10, maxWait: '5s' } }

await scenario((stage) => brokerDownDuringTheWrite(stage, { mode: 'batch', route, lost: [7, 8, 9], run: [7] }))
