import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Broker } from '../broker/broker.js'
import { BrokerError } from '../broker/broker-error.js'
import { startBroker } from '../broker/start-broker.js'
import { findScenarios, type ScenarioFile } from './find-scenarios.js'
import { runInTurn } from './run-in-turn.js'
import { runScenario, type ScenarioResult } from './run-scenario.js'
import { describeResult, summarize, type ScenarioSummary } from './scenario-report.js'

const atATime = 2

const runOne = async (file: ScenarioFile, sharedBroker: string | undefined): Promise<ScenarioResult> => {
  const result = await runScenario(file, sharedBroker)
  console.log(describeResult(file, result))
  return result
}

const needsSharedBroker = (file: ScenarioFile): boolean => !file.hasOwnBroker && file.brokerVersion === undefined

const runAll = async (files: readonly ScenarioFile[]): Promise<ScenarioSummary> => {
  let broker: Broker | undefined
  try {
    if (files.some(needsSharedBroker)) broker = await startBroker()
    return summarize(await runInTurn(files, atATime, (file) => runOne(file, broker?.bootstrapServers)))
  } finally {
    await broker?.stop()
  }
}

/** Without a broker nothing can be shown: skipped where the machine lacks what one needs, except under `CI=true`. */
const countWithoutBroker = (error: unknown, scenarios: number): ScenarioSummary => {
  if (!(error instanceof BrokerError)) throw error
  console.log(error.message)
  const isSkipped = error.isMissing && process.env.CI !== 'true'
  return isSkipped ? { passed: 0, failed: 0, skipped: scenarios } : { passed: 0, failed: scenarios, skipped: 0 }
}

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { long: { type: 'boolean', default: false } } })
  const files = await findScenarios({ names: positionals, isLong: values.long })
  const summary = await runAll(files).catch((error: unknown) => countWithoutBroker(error, files.length))
  if (process.env.SAMSA_SUMMARY_FILE) writeFileSync(process.env.SAMSA_SUMMARY_FILE, JSON.stringify(summary))
  console.log(`${summary.passed} ok, ${summary.failed} failed, ${summary.skipped} skipped`)
  if (summary.failed > 0) process.exitCode = 1
}

// Ending by a signal runs the exit handlers, which kill the scenarios that are running.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
await main()
