export { processHost, type Host, type Output } from './host.js'
export { runCli } from './run-cli.js'
export type { PreparedWorker, Runtime, StartedWorker, StartedWorkerEnd, StartOptions } from './runtime.js'
export type { WorkerOverride } from './config/worker-flag.js'
