// `npm test [-- <suite>…]`, `npm run test:long`: sets everything up, then runs every suite. The last line counts all of them.
import { parseArgs } from 'node:util'
import { buildPackages } from './set-up/build.mjs'
import { cacheFolder } from './set-up/machine.mjs'
import { setUp, setUpKafka } from './set-up/set-up.mjs'
import { describeError } from './set-up/user-error.mjs'
import { noCounts } from './suites/counts.mjs'
import { runSuite } from './suites/run-suite.mjs'
import { chooseSuites } from './suites/suite-list.mjs'
import { Tally } from './suites/tally.mjs'

const isContinuousIntegration = process.env.CI === 'true'
const startedAt = performance.now()
const tally = new Tally({ file: process.env.SAMSA_COUNTS_FILE })

const remainingMs = (limitMinutes) => limitMinutes * 60_000 - (performance.now() - startedAt)

/** Does one part of the run and counts it. An error of ours is a failure of that part. */
const part = async (name, work) => {
  const begunAt = performance.now()
  console.log(`\n== ${name}`)
  tally.begin(name)
  let counts
  try {
    counts = await work()
  } catch (error) {
    console.log(describeError(error))
    counts = { ...noCounts, failed: 1 }
  }
  tally.end(counts, (performance.now() - begunAt) / 1000)
  return counts.failed === 0
}

const passed = { ...noCounts, passed: 1 }

const prepareKafka = async () => {
  if (process.env.SAMSA_TEST_BROKERS) return true
  try {
    await setUpKafka()
    return true
  } catch (error) {
    console.log(describeError(error))
    return false
  }
}

const withoutKafka = (suite) => {
  console.log(`${suite.name}: no Java or Maven for a real Kafka on this machine${isContinuousIntegration ? '' : ': skipped'}`)
  return isContinuousIntegration ? { ...noCounts, failed: 1 } : { ...noCounts, skipped: 1 }
}

const runAll = async (suites, limitMinutes) => {
  const isReady = await part('set-up and build', async () => {
    await setUp(() => buildPackages({ quiet: true }))
    return passed
  })
  if (!isReady) return
  const hasKafka = !suites.some((suite) => suite.needsKafka) || (await prepareKafka())
  for (const suite of suites) {
    await part(suite.name, async () => {
      const limitMs = remainingMs(limitMinutes)
      if (limitMs <= 0) throw new Error(`not run: the whole run has taken ${limitMinutes} minutes`)
      return suite.needsKafka && !hasKafka ? withoutKafka(suite) : runSuite(suite, limitMs)
    })
  }
}

const main = async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { long: { type: 'boolean', default: false } } })
  const suites = chooseSuites({ long: values.long, only: positionals })
  process.env.SAMSA_CACHE = cacheFolder()
  await runAll(suites, values.long ? 300 : 75)
}

tally.closeAtExit()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))
process.on('uncaughtException', (error) => {
  console.error(error)
  process.exit(1)
})
await main().catch((error) => {
  console.error(describeError(error))
  tally.begin('start')
})
process.exit()
