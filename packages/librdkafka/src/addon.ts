import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { LibraryError } from './library-error.js'
import type { Native } from './native.js'

const require = createRequire(import.meta.url)
const platform = `${process.platform}-${process.arch}`

/** The addon of this package, which travels in it: one file for every Node version. Throws {@link LibraryError}. */
export function requireAddon(): Native {
  const path = join(import.meta.dirname, '..', 'prebuilds', platform, 'samsa.node')
  if (!existsSync(path)) {
    const cure = `node ${join(import.meta.dirname, '..', 'scripts', 'build-addon.mjs')}`
    throw new LibraryError(
      'SAMSA_ADDON_MISSING',
      `@samsa/librdkafka has no addon for ${platform}: build it with \`${cure}\` (needs a C++20 compiler)`,
    )
  }
  try {
    return require(path) as Native
  } catch (cause) {
    throw new LibraryError(
      'SAMSA_ADDON_MISSING',
      `the addon ${path} cannot be loaded: ${(cause as Error).message}; delete it and build it again`,
      cause,
    )
  }
}
