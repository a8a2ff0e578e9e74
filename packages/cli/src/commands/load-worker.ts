import { SamsaError } from '@samsa/contracts'
import { isWorker, type Worker } from '@samsa/routing'
import { findConfig } from '../config/find-config.js'
import { loadConfig } from '../config/load-config.js'
import type { Host } from '../host.js'

/** A worker and the file it was declared in. */
export interface LoadedWorker {
  readonly path: string
  readonly worker: Worker
}

/** Path of the config: `--config`, `SAMSA_CONFIG`, or the nearest one. */
export const configPath = (host: Host, flags: Readonly<Record<string, unknown>>): string => {
  const asked = flags.config ?? (host.variables.SAMSA_CONFIG === '' ? undefined : host.variables.SAMSA_CONFIG)
  return findConfig(host.cwd, asked as string | undefined)
}

/**
 * The worker that the config declares.
 *
 * @throws SamsaError what is wrong with the config.
 */
export const loadWorker = async (path: string): Promise<LoadedWorker> => {
  const worker = await loadConfig(path)
  if (isWorker(worker)) return { path, worker }
  throw new SamsaError(
    'SAMSA_CONFIG_INVALID',
    `the default export of ${path} is no worker: export default defineWorker({ … }) of 'samsa'`,
    { details: { path } },
  )
}
