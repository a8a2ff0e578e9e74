import { fileURLToPath } from 'node:url'

import type { Program } from './candidate.js'

/**
 * A candidate that is a compiled module of this package, started with the job as its one argument.
 *
 * @param module path below `dist/candidates`, without extension
 * @param node the Node binary; default the one that runs the harness
 */
export function nodeProgram(module: string, node: string = process.execPath): (job: unknown) => Program {
  const file = fileURLToPath(new URL(`./${module}.js`, import.meta.url))
  return (job) => ({ file: node, args: [file, JSON.stringify(job)] })
}
