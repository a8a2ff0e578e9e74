import { runWithRetries } from './run.mjs'

/**
 * Runs npm: the one that runs us where it does, else the one on the path. It keeps npm's own settings.
 * @param {readonly string[]} args
 * @param {{ tries: number, limitMs: number, cwd?: string, env?: NodeJS.ProcessEnv }} options
 */
export const npm = (args, options) => {
  const script = process.env.npm_execpath
  const isNpm = script !== undefined && /npm-cli\.[cm]?js$/.test(script)
  const [command, ...first] = isNpm ? [process.execPath, script] : ['npm']
  return runWithRetries(command, [...first, ...args], { ...options, what: `npm ${args[0]}`, quiet: true })
}
