import { CommanderError } from 'commander'
import { isSamsaError } from '@samsa/contracts'
import { messageOf } from './failure.js'
import type { Host } from './host.js'
import { createRedactor } from './log/redactor.js'
import { createProgram } from './program.js'
import type { Runtime } from './runtime.js'

/**
 * Runs the command that the arguments name and answers the exit code of the process: 0 done, 1 a mistake of the user, told in one line; `worker start`
 * has more (see `WorkerEnd`). Does not end the process.
 */
export const runCli = async (runtime: Runtime, host: Host): Promise<number> => {
  let exitCode: number | null = null
  const exit = (code: number): void => void (exitCode ??= code)
  const program = createProgram({ host, runtime, exit })
  try {
    await program.parseAsync(host.args, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode
    const code = isSamsaError(thrown) ? `${thrown.code}: ` : ''
    host.stderr.write(`worker: ${createRedactor().text(`${code}${messageOf(thrown)}`)}\n`)
    return 1
  }
  return exitCode ?? 0
}
