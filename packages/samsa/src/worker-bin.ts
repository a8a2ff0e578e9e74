import { processHost, runCli } from '@samsa/cli'
import { workerRuntime } from './worker-runtime.js'

// What an application left open must not keep the process alive when its worker has ended. Output to a pipe is written before the process goes.
const exitCode = await runCli(workerRuntime, processHost())
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))))
process.exit(exitCode)
