import { fileURLToPath } from 'node:url'

import type { Program } from './candidate.js'

/**
 * A candidate that is a compiled module of this package, started with the job as its one argument.
 *
 * @param module path below `dist/candidates`, without extension
 * @param options `node`: the Node binary, default the one that runs the harness; `variant`: a second argument for the module
 */
export function nodeProgram(module: string, options: { node?: string; variant?: string } = {}): (job: unknown) => Program {
  const { node = process.execPath, variant } = options
  const file = fileURLToPath(new URL(`./${module}.js`, import.meta.url))
  return (job) => ({ file: node, args: [file, JSON.stringify(job), ...(variant === undefined ? [] : [variant])] })
}
