import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where downloads and builds are kept between runs: `SAMSA_CACHE`, else `~/.cache/samsa`. The set-up scripts use the same folder. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  env.SAMSA_CACHE ? resolve(env.SAMSA_CACHE) : join(homedir(), '.cache', 'samsa')
