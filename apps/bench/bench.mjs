// `npm run bench -- consume | produce …`: sets everything up, the JDK for the Java candidate included, then runs the bench.
import { installSystemPackages } from '../../scripts/set-up/debian.mjs'
import { buildPackages } from '../../scripts/set-up/build.mjs'
import { cacheFolder, findCommand } from '../../scripts/set-up/machine.mjs'
import { setUp, setUpKafka } from '../../scripts/set-up/set-up.mjs'
import { describeError } from '../../scripts/set-up/user-error.mjs'

// Standard output belongs to the outcome, which may be JSON.
console.log = console.error

try {
  process.env.SAMSA_CACHE = cacheFolder()
  await setUp(() => buildPackages({ quiet: true }))
  await setUpKafka()
  if (findCommand('javac') === undefined) await installSystemPackages(['default-jdk-headless'], 'the Java candidate of the bench')
  await import('./dist/main.js')
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
