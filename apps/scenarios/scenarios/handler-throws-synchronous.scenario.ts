// A handler that throws synchronously is run again in place, like one that rejects.
import { failing } from '../src/failing.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => failing(stage, 'synchronous'))
