import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SamsaError } from '@samsa/contracts'
import { messageOf, toSamsaError } from '../failure.js'
import { registerTypescript } from './register-typescript.js'

const cureOf = (thrown: unknown, name: string): string => {
  const { code, message } = thrown as { code?: unknown; message?: unknown }
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && String(message).includes('.ts'))
    return `name the config ${name.replace(/\.m?js$/, '.ts')}, then its TypeScript imports work too`
  if (code === 'ERR_MODULE_NOT_FOUND') return 'correct the import, or install the package'
  return 'correct it; `worker check --log-level debug` shows the stack trace'
}

// The place in the user's files where it was thrown, from the stack trace: `src/routes.ts:12`
const placeOf = (thrown: unknown): string => {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  const frame = stack
    .split('\n')
    .find((line) => /^\s+at /.test(line) && /\.[cm]?[jt]sx?:\d/.test(line) && !line.includes('node:') && !line.includes('/node_modules/'))
  const place = frame === undefined ? null : /(?:file:\/\/)?([^\s()]+:\d+):\d+\)?$/.exec(frame)
  return place?.[1] === undefined ? '' : ` (${place[1]})`
}

/**
 * Imports the config and answers its default export. TypeScript needs no build step.
 *
 * @throws SamsaError of the config's own (routes are checked while they are built), or `SAMSA_CONFIG_INVALID` where it throws or has no default export.
 */
export const loadConfig = async (path: string): Promise<unknown> => {
  const name = basename(path)
  if (/\.m?ts$/.test(path)) registerTypescript()
  let exports: { readonly default?: unknown }
  try {
    exports = (await import(pathToFileURL(path).href)) as typeof exports
  } catch (thrown) {
    throw toSamsaError(
      thrown,
      'SAMSA_CONFIG_INVALID',
      () => `${name} throws ${messageOf(thrown)}${placeOf(thrown)}: ${cureOf(thrown, name)}`,
    )
  }
  if (exports.default === undefined) {
    throw new SamsaError('SAMSA_CONFIG_INVALID', `${name} has no default export: end it with \`export default defineWorker({ … })\``, {
      details: { path },
    })
  }
  return exports.default
}
