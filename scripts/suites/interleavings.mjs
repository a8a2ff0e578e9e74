// `npm --prefix packages/consumer-group run test:interleavings [-- --total 1000000]`: the property tests of what may never go wrong, run that often in all.
// Whole sessions, with handlers, revocations, losses and seeks, or ends of locks and stops, cost a few ms each; the position by itself, settled in any order, some µs.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../set-up/machine.mjs'
import { run } from '../set-up/run.mjs'

const { values } = parseArgs({ options: { total: { type: 'string', default: '1000000' } } })
const total = Number(values.total)
const sessionRuns = Math.ceil(total / 100)

const sessions = [
  { name: 'sessions of consumer groups', test: 'packages/runner/src/group/interleavings.test.ts', properties: 2, runs: sessionRuns },
  { name: 'sessions of share groups', test: 'packages/runner/src/record-lane/interleavings.test.ts', properties: 3, runs: sessionRuns },
]
// pure functions over models, some hundred µs each
const decisions = [
  { name: 'models of recovery', test: 'packages/dlq/src/interleavings.test.ts', properties: 3, runs: sessionRuns },
  { name: 'decisions of recovery', test: 'packages/dlq/src/policy/decide-outcome.property.test.ts', properties: 4, runs: sessionRuns },
]
const positionRuns = total - [...sessions, ...decisions].reduce((sum, { properties, runs }) => sum + properties * runs, 0)
const positions = { test: 'packages/consumer-group/src/settlement/position.test.ts', properties: 1, runs: positionRuns }
const parts = [...sessions, ...decisions, { name: 'positions', ...positions }]
const folder = await mkdtemp(join(tmpdir(), 'samsa-interleavings-'))
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules/jest/bin/jest.js')]

/** Runs one part and counts. @param {(typeof parts)[number]} part @returns {Promise<number>} runs; 0 where it failed */
const play = async ({ name, test, runs }) => {
  const runsFile = join(folder, name)
  const args = [...jest, '--config', join(root, 'scripts/suites/jest.interleavings.mjs'), '--runTestsByPath', join(root, test)]
  const env = { SAMSA_INTERLEAVINGS: String(runs), SAMSA_RUNS_FILE: runsFile }
  const { code } = await run(process.execPath, args, { cwd: root, env, limitMs: 3_600_000 })
  if (code !== 0 || !existsSync(runsFile)) return 0
  return readFileSync(runsFile, 'utf8')
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0)
}

const reached = []
for (const part of parts) reached.push(await play(part))
rmSync(folder, { recursive: true })
const isReached = parts.map(({ runs, properties }, index) => (reached[index] ?? 0) >= runs * properties)
const sum = reached.reduce((left, right) => left + right, 0)
const shares = parts.map(({ name }, index) => `${reached[index]} ${name}`).join(', ')
console.log(`interleavings: ${sum} of ${total} (${shares})`)
const passed = isReached.filter(Boolean).length
const counts = { passed, failed: parts.length - passed, skipped: 0 }
if (process.env.SAMSA_SUMMARY_FILE) writeFileSync(process.env.SAMSA_SUMMARY_FILE, JSON.stringify(counts))
process.exit(counts.failed === 0 ? 0 : 1)
