// An exception that nobody catches ends the worker with exit code 4, one log line and a drain of at most 5 s; a successor handles the rest.
import { loose } from '../src/loose.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => loose(stage, 'exception'))
