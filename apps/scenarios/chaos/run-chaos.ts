import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type BrokerOptions, startBroker } from '@samsa/testkit'
import { Stage } from '../src/scenario.js'

/** How long, and from which seed. */
export interface ChaosOptions {
  readonly seconds: number
  readonly seed: number
}

/** `--seconds` (default 30) and `--seed` (default 1). */
export function chaosOptions(): ChaosOptions {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } } })
  return { seconds: Number(values.seconds), seed: Number(values.seed) }
}

/** Plays on a broker of its own, prints what `play` answers, and says by exit code and summary file whether it held. */
export async function runChaos(
  title: string,
  options: ChaosOptions,
  play: (stage: Stage) => Promise<string>,
  own: BrokerOptions,
): Promise<void> {
  const broker = await startBroker({ own: true, ...own })
  const stage = new Stage(broker)
  const name = `${title} of ${options.seconds} s, seed ${options.seed}`
  let failed = 0
  try {
    console.log(`${name}: ${await play(stage)}`)
  } catch (error) {
    failed = 1
    console.error(`${name} failed`, error)
    for (const worker of stage.workers) console.error(worker.tail())
    console.error(`everything that was written down is kept in ${keep(stage)}`)
  }
  await stage.close()
  await broker.stop()
  const summary = process.env['SAMSA_SUMMARY_FILE']
  if (summary) writeFileSync(summary, JSON.stringify({ passed: 1 - failed, failed, skipped: 0 }))
  process.exitCode = failed
}

/** The ledger and all lines of all workers, for whoever looks for the reason. */
function keep(stage: Stage): string {
  const folder = mkdtempSync(join(tmpdir(), 'samsa-chaos-'))
  copyFileSync(stage.ledger, join(folder, 'ledger'))
  for (const { name, lines } of stage.workers)
    writeFileSync(join(folder, `${name}.log`), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return folder
}
