import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../set-up/machine.mjs'

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {readonly string[]} command words, run in the root of the repository
 * @property {'exit' | 'jest' | 'summary'} counts how it counts. `exit`: one check, by its exit code. `jest`: jest's `--json` report in the
 *   file that `SAMSA_SUMMARY_FILE` names (`{file}` in the command). `summary`: `{ passed, failed, skipped }` as JSON in that file.
 * @property {number} limitMinutes killed after that
 * @property {boolean} [needsKafka] a real Kafka, so Java: skipped where there is none, except under `CI=true`, where that is a failure
 * @property {boolean} [isThere] default true; a suite that is not there yet is left out
 * @property {NodeJS.ProcessEnv} [env]
 */

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js']
const report = ['--json', '--outputFile={file}']

/** @param {string} folder @param {string} script */
const hasScript = (folder, script) => {
  const file = join(root, folder, 'package.json')
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).scripts?.[script] !== undefined
}

/**
 * A script of one package; it writes its summary.
 * @param {string} name @param {string} folder @param {string} script @param {readonly string[]} args
 * @returns {Pick<Suite, 'name' | 'command' | 'counts' | 'isThere'>}
 */
const packageScript = (name, folder, script, args = []) => ({
  name,
  command: ['npm', '--prefix', folder, 'run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])],
  counts: 'summary',
  isThere: hasScript(folder, script),
})

/** One suite over the engine port, for every engine, in-process and on a real Kafka. @param {string} name */
const conformance = (name) => ({ ...packageScript(name, 'packages/testkit', 'conformance', report), counts: /** @type {const} */ ('jest') })

/** @type {readonly Suite[]} */
const checks = [
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'], counts: 'exit', limitMinutes: 5 },
  { name: 'format', command: ['npm', 'run', '--silent', 'format:check'], counts: 'exit', limitMinutes: 5 },
  { name: 'check', command: ['node', 'scripts/check.mjs'], counts: 'summary', limitMinutes: 5 },
  {
    name: 'docs',
    command: ['npm', 'run', '--silent', 'docs:check'],
    counts: 'exit',
    limitMinutes: 10,
    isThere: existsSync(join(root, 'scripts/docs.mjs')),
  },
]

const scenario = ['node', 'packages/testkit/dist/scenario/main.js']

/** @type {readonly Suite[]} */
const everyTime = [
  ...checks,
  { name: 'types', command: ['node', 'scripts/type-tests.mjs'], counts: 'summary', limitMinutes: 15 },
  { name: 'unit', command: ['node', ...jest, ...report], counts: 'jest', limitMinutes: 10 },
  { ...packageScript('native', 'packages/librdkafka', 'test:native'), limitMinutes: 10 },
  {
    name: 'kafka',
    command: ['node', ...jest, '--config', 'jest.kafka.config.mjs', ...report],
    counts: 'jest',
    limitMinutes: 10,
    needsKafka: true,
  },
  { ...conformance('conformance'), limitMinutes: 15, needsKafka: true },
  {
    name: 'scenario',
    command: scenario,
    counts: 'summary',
    limitMinutes: 40,
    needsKafka: true,
    isThere: existsSync(join(root, 'apps/scenarios/scenarios')),
  },
  { ...packageScript('chaos', 'apps/scenarios', 'chaos', ['--seconds', '30']), limitMinutes: 5, needsKafka: true },
  { ...packageScript('chaos of share groups', 'apps/scenarios', 'chaos:share', ['--seconds', '30']), limitMinutes: 5, needsKafka: true },
]

const otherKafka = { SAMSA_KAFKA_VERSION: '4.2.2' }

/** @type {readonly Suite[]} */
const longOnes = [
  { ...conformance('conformance on 4.2'), limitMinutes: 20, needsKafka: true, env: otherKafka },
  { name: 'scenario, long ones too', command: [...scenario, '--long'], counts: 'summary', limitMinutes: 120, needsKafka: true },
  { name: 'scenario on 4.2', command: scenario, counts: 'summary', limitMinutes: 60, needsKafka: true, env: otherKafka },
  { ...packageScript('chaos', 'apps/scenarios', 'chaos', ['--seconds', '600']), limitMinutes: 20, needsKafka: true },
  { ...packageScript('chaos of share groups', 'apps/scenarios', 'chaos:share', ['--seconds', '300']), limitMinutes: 15, needsKafka: true },
  { ...packageScript('soak', 'packages/librdkafka', 'test:soak'), limitMinutes: 60 },
  { ...packageScript('interleavings', 'packages/consumer-group', 'test:interleavings'), limitMinutes: 60 },
]

/**
 * The suites of a run, in order; those that are not there yet are left out.
 * @param {{ long: boolean, only: readonly string[] }} choice `only` names suites; empty for all
 * @returns {readonly Suite[]}
 */
export const chooseSuites = ({ long, only }) => {
  const suites = (long ? longOnes : everyTime).filter((suite) => suite.isThere !== false)
  const unknown = only.filter((name) => !suites.some((suite) => suite.name === name))
  if (unknown.length > 0) throw new Error(`no suite \`${unknown.join('`, `')}\`: there are ${suites.map((suite) => suite.name).join(', ')}`)
  return only.length === 0 ? suites : suites.filter((suite) => only.includes(suite.name))
}
