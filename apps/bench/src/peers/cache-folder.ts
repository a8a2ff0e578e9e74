import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where the repository keeps what it downloads or builds for itself: `SAMSA_CACHE`, else `~/.cache/samsa`. */
export function cacheFolder(): string {
  const folder = process.env['SAMSA_CACHE']
  return folder ? resolve(folder) : join(homedir(), '.cache', 'samsa')
}
