import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BrokerError } from './broker-error.js'
import { cacheFolder } from './cache-folder.js'
import type { KafkaVersion } from './kafka-version.js'
import { runCommand } from './run-command.js'

const tries = 3
const limitMs = 300_000

/** The folder of `pom.xml` files: two levels above this file both in `src` and in `dist`. */
const pomFile = (version: KafkaVersion): string => fileURLToPath(new URL(`../../kafka/${version}/pom.xml`, import.meta.url))

const copyJars = async (pom: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> => {
  const args = ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`]
  let output = ''
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const result = await runCommand('mvn', args, limitMs, env).catch((cause: unknown) => {
      throw new BrokerError('missing-maven', 'no Maven (`mvn`) to fetch Kafka with (Debian: apt-get install maven)', { cause })
    })
    if (result.code === 0) return
    output = result.isTimedOut ? `no answer within ${limitMs / 1000} s` : result.output
  }
  const reason = output.split('\n').find((line) => line.includes('ERROR')) ?? output.trim().split('\n').at(-1)
  throw new BrokerError('unresolved', `Maven could not fetch Kafka in ${tries} tries: ${reason}`)
}

const listJars = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jar')).map((name) => join(folder, name))

/**
 * The jars of a Kafka release, fetched once by Maven into `<cache>/kafka/<version>-<hash of its pom.xml>`. Safe in several processes at
 * once: each fetches into a folder of its own and the first to finish gives it its name.
 *
 * @throws BrokerError `missing-maven` or `unresolved`.
 */
export const resolveKafka = async (version: KafkaVersion, env: NodeJS.ProcessEnv = process.env): Promise<readonly string[]> => {
  const pom = pomFile(version)
  const hash = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 8)
  const parent = join(cacheFolder(env), 'kafka')
  const folder = join(parent, `${version}-${hash}`)
  const ready = await listJars(folder)
  if (ready.length > 0) return ready
  await mkdir(parent, { recursive: true })
  const fresh = await mkdtemp(join(parent, `${version}-fetching-`))
  try {
    await copyJars(pom, fresh, env)
    await rename(fresh, folder).catch(async (error: unknown) => {
      if ((await listJars(folder)).length === 0) throw error
    })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return listJars(folder)
}
