// A rejection that nobody handles ends the worker like an uncaught exception: exit code 4, one log line, a drain of at most 5 s.
import { loose } from '../src/loose.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => loose(stage, 'rejection'))
