// `npm --prefix packages/librdkafka run test:soak [-- --cycles 300] [-- --minutes 5]`: opens and closes clients of the binding in random phases, and lets them
// run busy and idle, against the mock and a real Kafka, each in a process of its own. Threads, files and memory must not grow, nothing may hang.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../set-up/machine.mjs'
import { run } from '../set-up/run.mjs'
import { addCounts, formatCounts, noCounts } from './counts.mjs'

const program = join(root, 'packages/librdkafka/dist/soak/main.js')
const { values } = parseArgs({
  options: { cycles: { type: 'string', default: '300' }, minutes: { type: 'string', default: '5' } },
})

/** A running Kafka; `undefined` where this machine has none, which is a failure under `CI=true`. */
const startKafka = async () => {
  const { startBroker } = await import(join(root, 'packages/testkit/dist/index.js'))
  try {
    return await startBroker()
  } catch (error) {
    if (error?.name !== 'BrokerError' || !error.isMissing || process.env.CI === 'true') throw error
    console.log(error.message)
    return undefined
  }
}

/** @param {'cycles' | 'running' | 'share'} name @param {string | undefined} servers @param {number} limitMinutes */
const soak = async (name, servers, limitMinutes) => {
  const options = name === 'cycles' ? ['--cycles', values.cycles] : ['--minutes', values.minutes]
  const args = ['--expose-gc', '--enable-source-maps', program, name, ...options, ...(servers === undefined ? [] : ['--servers', servers])]
  const { code, isTimedOut } = await run(process.execPath, args, { limitMs: limitMinutes * 60_000 })
  if (isTimedOut) console.log(`soak, ${name}: killed after ${limitMinutes} minutes`)
  return code === 0 ? { ...noCounts, passed: 1 } : { ...noCounts, failed: 1 }
}

const kafka = await startKafka()
const clusters = kafka === undefined ? [undefined] : [undefined, kafka.bootstrapServers]
let counts = { ...noCounts, skipped: kafka === undefined ? 3 : 0 }
const runningMinutes = Number(values.minutes) + 5
for (const [name, limitMinutes, where] of /** @type {const} */ ([
  ['cycles', 20, clusters],
  ['running', runningMinutes, clusters],
  // the mock ends all share sessions of a broker with any connection that closes
  ['share', runningMinutes, clusters.slice(1)],
])) {
  for (const one of await Promise.all(where.map((servers) => soak(name, servers, limitMinutes)))) counts = addCounts(counts, one)
}
await kafka?.stop()
console.log(`soak: ${formatCounts(counts)}`)
if (process.env.SAMSA_SUMMARY_FILE) writeFileSync(process.env.SAMSA_SUMMARY_FILE, JSON.stringify(counts))
process.exit(counts.failed === 0 ? 0 : 1)
