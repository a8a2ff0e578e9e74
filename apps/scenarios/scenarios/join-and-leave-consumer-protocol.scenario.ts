// Up to four workers join and leave a KIP-848 group under load: every record is handled exactly once, because handlers drain in time.
import { joinAndLeave } from '../src/join-and-leave.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => joinAndLeave(stage, { protocol: 'consumer' }))
