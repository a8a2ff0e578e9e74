import { randomBytes } from 'node:crypto'
import { delimiter } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BrokerError } from './broker-error.js'
import { readLogTail, type BrokerFiles } from './broker-files.js'
import { startJvm, type Jvm } from './jvm.js'
import { probeBroker } from './probe-broker.js'
import { runCommand } from './run-command.js'

/** Everything that stays the same from one start of a broker to the next. */
export interface KafkaNode {
  readonly java: string
  readonly jars: readonly string[]
  readonly files: BrokerFiles
  readonly port: number
  readonly heapMiB: number
  /** Levels of features that the cluster begins with. */
  readonly features: Readonly<Record<string, number>>
  readonly startTimeoutMs: number
}

const probeEveryMs = 50

/** Writes the metadata of a new, empty cluster into the data folder. */
export const formatStorage = async ({ java, jars, files, features }: KafkaNode): Promise<void> => {
  const clusterId = randomBytes(16).toString('base64url')
  const jvm = ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...files.loggingOptions, '-cp', jars.join(delimiter)]
  // an id may begin with a dash, which only this way of writing it survives
  const levels = Object.entries(features).flatMap(([name, level]) => ['--feature', `${name}=${level}`])
  const format = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', files.propertiesFile, ...levels]
  const result = await runCommand(java, [...jvm, ...format], 60_000)
  if (result.code !== 0) throw new BrokerError('start-failed', `Kafka could not format its storage:\n${result.output.trim()}`)
}

const startFailure = async (node: KafkaNode, why: string): Promise<BrokerError> =>
  new BrokerError('start-failed', `Kafka at port ${node.port} ${why}:\n${await readLogTail(node.files.logFile)}`)

const waitUntilReady = async (node: KafkaNode, jvm: Jvm): Promise<void> => {
  const deadline = performance.now() + node.startTimeoutMs
  while (!(await probeBroker(node.port))) {
    if (!jvm.isRunning()) throw await startFailure(node, 'ended while it started')
    if (performance.now() > deadline) throw await startFailure(node, `did not answer within ${node.startTimeoutMs} ms`)
    await delay(probeEveryMs)
  }
}

/**
 * Starts the JVM on formatted storage and waits until the broker answers.
 *
 * @param onStarted gets the JVM before the wait.
 * @throws BrokerError `start-failed`, with the end of the broker's log.
 */
export const startNode = async (node: KafkaNode, onStarted: (jvm: Jvm) => void): Promise<Jvm> => {
  const { java, jars, files, heapMiB } = node
  const options = [`-Xmx${heapMiB}m`, `-Xms${Math.min(heapMiB, 256)}m`, '-Djava.awt.headless=true', ...files.loggingOptions]
  const args = [...options, '-cp', jars.join(delimiter), 'kafka.Kafka', files.propertiesFile]
  const jvm = await startJvm({ java, args, outputFile: files.logFile })
  onStarted(jvm)
  try {
    await waitUntilReady(node, jvm)
  } catch (error) {
    jvm.signal('SIGKILL')
    await jvm.ended()
    throw error
  }
  return jvm
}
