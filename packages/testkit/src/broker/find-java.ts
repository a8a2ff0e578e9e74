import { join } from 'node:path'
import { BrokerError } from './broker-error.js'
import { runCommand } from './run-command.js'

const leastVersion = 17

/** The major version in what `java -version` prints; `undefined` where there is none. */
export const parseJavaVersion = (output: string): number | undefined => {
  const match = /version "(?:1\.)?(\d+)/.exec(output)
  return match?.[1] === undefined ? undefined : Number(match[1])
}

/**
 * The `java` to run Kafka with: of `JAVA_HOME`, else the first on the path.
 *
 * @throws BrokerError `missing-java` where there is none of version 17 or later.
 */
export const findJava = async (env: NodeJS.ProcessEnv = process.env): Promise<string> => {
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java'
  const result = await runCommand(java, ['-version'], 30_000, env).catch(() => undefined)
  const version = result === undefined ? undefined : parseJavaVersion(result.output)
  if (version !== undefined && version >= leastVersion) return java
  const found = version === undefined ? `no Java at \`${java}\`` : `Java ${version} at \`${java}\``
  throw new BrokerError(
    'missing-java',
    `${found}: a test broker needs ${leastVersion} or later (Debian: apt-get install default-jre-headless)`,
  )
}
