// The record at offset 0 is poison for a per-record class: it runs five times, is dead-lettered once, byte for byte, and passed; its neighbours run once.
import { poison } from '../src/poison.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => poison(stage, 'record', 'offset-0'))
