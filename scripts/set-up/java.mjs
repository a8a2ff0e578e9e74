import { join } from 'node:path'
import { installSystemPackages } from './debian.mjs'
import { findCommand } from './machine.mjs'
import { run } from './run.mjs'
import { UserError } from './user-error.mjs'

const leastVersion = 17

/** The first number in what `java -version` prints. @param {string} output */
export const parseJavaVersion = (output) => {
  const match = /version "(?:1\.)?(\d+)/.exec(output)
  return match === null ? undefined : Number(match[1])
}

/** The Java package to install, from what `apt-cache depends default-jre-headless` prints. @param {string} output */
export const chooseJavaPackage = (output) => {
  const version = Number(/openjdk-(\d+)-jre-headless/.exec(output)?.[1] ?? 0)
  return version >= leastVersion ? 'default-jre-headless' : `openjdk-${leastVersion}-jre-headless`
}

const hasJava = async () => {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java'
  const result = await run(java, ['-version'], { limitMs: 30_000, quiet: true }).catch(() => undefined)
  return (parseJavaVersion(result?.output ?? '') ?? 0) >= leastVersion
}

/** Sees to Java and Maven, which real brokers need and nothing else does. */
export const ensureJava = async () => {
  const isJavaThere = await hasJava()
  const names = []
  if (!isJavaThere) {
    const depends = await run('apt-cache', ['depends', 'default-jre-headless'], { limitMs: 60_000, quiet: true }).catch(() => undefined)
    names.push(chooseJavaPackage(depends?.output ?? ''))
  }
  if (findCommand('mvn') === undefined) names.push('maven')
  if (names.length === 0) return
  await installSystemPackages(names, 'a real Kafka for the tests')
  if (!(await hasJava())) throw new UserError(`there is no Java ${leastVersion} or later even now: set JAVA_HOME to one`)
}
