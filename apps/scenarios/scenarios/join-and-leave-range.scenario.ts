// Up to four workers join and leave a classic range group under load: every record is handled exactly once.
import { joinAndLeave } from '../src/join-and-leave.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => joinAndLeave(stage, { protocol: 'classic', assignor: 'range' }))
