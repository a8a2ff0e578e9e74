// Runs the worker of share.config.ts and prints every event as a line.
import worker from './share.config.js'
import { tellAll } from './tell-all.js'

await tellAll(worker)
