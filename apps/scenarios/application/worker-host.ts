// Runs the worker of worker.config.ts and prints every event as a line.
import { tellAll } from './tell-all.js'
import worker from './worker.config.js'

await tellAll(worker)
