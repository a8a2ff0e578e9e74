// A handler that rejects is run again in place with backoff; its partition waits, the other one goes on, every attempt is an event.
import { failing } from '../src/failing.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => failing(stage, 'rejection'))
