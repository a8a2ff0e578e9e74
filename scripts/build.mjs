// `npm run build`: compiles every package and the addon; nothing that has not changed.
import { buildAddon, buildPackages } from './set-up/build.mjs'
import { ensurePnpm } from './set-up/pnpm.mjs'
import { describeError } from './set-up/user-error.mjs'

try {
  await ensurePnpm()
  await buildAddon()
  await buildPackages({ quiet: false })
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
