import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pnpmBinFolder } from './pnpm.mjs'
import { root } from './machine.mjs'
import { ensureSystemPackages } from './debian.mjs'
import { compilerPackages } from './native-packages.mjs'
import { runWithRetries } from './run.mjs'

const addonScript = join(root, 'packages', 'librdkafka', 'scripts', 'build-addon.mjs')

/** Compiles our addon where its sources are newer than it. */
export const buildAddon = async () => {
  if (!existsSync(addonScript)) return
  await ensureSystemPackages(compilerPackages, 'the binding to librdkafka')
  const env = existsSync('/usr/include/node') ? { npm_config_nodedir: '/usr' } : {}
  await runWithRetries(process.execPath, [addonScript], { cwd: root, env, tries: 1, what: 'building the addon', limitMs: 10 * 60_000 })
}

/** Compiles every package; what has not changed is not compiled again. @param {{ quiet: boolean }} options */
export const buildPackages = async ({ quiet }) => {
  const turbo = join(root, 'node_modules', '.bin', 'turbo')
  const env = { PATH: `${pnpmBinFolder()}${delimiter}${process.env.PATH}`, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
  const args = ['run', 'build', '--output-logs=errors-only', '--log-order=grouped']
  await runWithRetries(turbo, args, { cwd: root, env, tries: 1, what: 'the build', limitMs: 10 * 60_000, quiet })
}
