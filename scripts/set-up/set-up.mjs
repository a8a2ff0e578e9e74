import { buildAddon } from './build.mjs'
import { ensureJava } from './java.mjs'
import { ensureKafkaJavascript } from './kafka-javascript.mjs'
import { withLock } from './lock.mjs'
import { cacheFolder, root } from './machine.mjs'
import { ensurePnpm, installDependencies } from './pnpm.mjs'
import { areDependenciesFresh, removeStamp, writeStamp } from './stamp.mjs'
import { UserError } from './user-error.mjs'

const checkNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new UserError(`Node ${process.versions.node} is too old: Samsa needs 20.19 or later`)
}

const ensureDependencies = async () => {
  if (await areDependenciesFresh(root)) return
  await removeStamp(root)
  await installDependencies()
  await writeStamp(root)
}

/**
 * Sees to everything that the repository needs on a machine that has Node and nothing else: pnpm, the dependencies, librdkafka, our addon.
 * Quick where all is there. Two runs at once wait for each other.
 * @param {() => Promise<void>} [andThen] done before the next run may begin, the build for example
 * @throws {UserError} where only a person can go on
 */
export const setUp = async (andThen = async () => undefined) => {
  checkNode()
  await withLock(cacheFolder(), () =>
    withLock(root, async () => {
      await ensurePnpm()
      await ensureDependencies()
      await ensureKafkaJavascript()
      await buildAddon()
      await andThen()
    }),
  )
}

/** What only the tests on a real Kafka need on top. */
export const setUpKafka = () => withLock(cacheFolder(), ensureJava)
