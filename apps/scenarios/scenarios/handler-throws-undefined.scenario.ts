// A handler that throws undefined is run again in place, and the event says so.
import { failing } from '../src/failing.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => failing(stage, 'undefined'))
