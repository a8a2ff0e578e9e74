// A record in the middle is poison for a per-record class: with the defaults it runs five times, is dead-lettered once, byte for byte, and passed; its neighbours run once.
import { poison } from '../src/poison.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => poison(stage, 'record', 'middle', {}))
