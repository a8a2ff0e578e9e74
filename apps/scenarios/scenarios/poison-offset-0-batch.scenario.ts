// The record at offset 0 is poison for a batch class that settles record by record: it runs five times, is dead-lettered once, byte for byte, and passed; its neighbours run once.
import { poison } from '../src/poison.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => poison(stage, 'batch', 'offset-0'))
