import { writeFile } from 'node:fs/promises'
import type { Broker, BrokerOptions } from './broker.js'
import { BrokerError } from './broker-error.js'
import { createBrokerFiles, readLogTail } from './broker-files.js'
import { brokerSettings, formatProperties } from './broker-settings.js'
import { findJava } from './find-java.js'
import { freePorts } from './free-ports.js'
import type { Jvm } from './jvm.js'
import { formatStorage, startNode, type KafkaNode } from './kafka-node.js'
import { startKeeper, type Keeper } from './keeper.js'
import { chooseKafkaVersion, type KafkaVersion } from './kafka-version.js'
import { resolveKafka } from './resolve-kafka.js'

const endingSignals: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGABRT']
const startTries = 3
const gracefulEndMs = 20_000

const isPortTaken = (error: unknown): boolean => error instanceof BrokerError && /Address already in use|BindException/.test(error.message)

interface Prepared {
  readonly node: KafkaNode
  readonly settings: Readonly<Record<string, string>>
  readonly keeper: Keeper
}

/** A broker's process through kills and restarts: at most one JVM at a time, and the keeper always knows it. */
class OwnBroker {
  #jvm: Jvm | undefined
  #isStopped = false

  constructor(
    private readonly node: KafkaNode,
    private readonly keeper: Keeper,
  ) {}

  get pid(): number | undefined {
    return this.#jvm?.isRunning() ? this.#jvm.pid : undefined
  }

  async start(): Promise<void> {
    this.#jvm = await startNode(this.node, (jvm) => this.keeper.watch(jvm.pid))
  }

  /** An outgoing connection may hold the port for a moment while nobody listens on it. */
  async #startOnSamePort(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.start()
      } catch (error) {
        if (attempt === startTries || !isPortTaken(error)) throw error
      }
    }
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const jvm = this.#jvm
    if (jvm === undefined || !jvm.isRunning()) return
    jvm.signal(signal)
    if (!endingSignals.includes(signal)) return
    const impatience = setTimeout(() => jvm.signal('SIGKILL'), gracefulEndMs)
    await jvm.ended()
    clearTimeout(impatience)
    this.keeper.watch(undefined)
  }

  async restart(): Promise<void> {
    if (this.#isStopped) throw new BrokerError('start-failed', 'this broker was stopped and its data removed: start a new one')
    await this.kill('SIGTERM')
    await this.#startOnSamePort()
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return
    this.#isStopped = true
    await this.kill('SIGKILL')
    await this.keeper.close()
  }
}

const prepare = async (version: KafkaVersion, options: BrokerOptions): Promise<Prepared> => {
  const java = await findJava()
  const jars = await resolveKafka(version)
  const [freePort, controllerPort] = (await freePorts(2)) as [number, number]
  const port = options.port ?? freePort
  const files = await createBrokerFiles()
  const keeper = startKeeper(files.folder)
  const settings = brokerSettings(version, { port, controllerPort, dataFolder: files.dataFolder }, options.settings)
  await writeFile(files.propertiesFile, formatProperties(settings))
  const { heapMiB = 512, startTimeoutMs = 90_000, features = {} } = options
  return { node: { java, jars, files, port, heapMiB, startTimeoutMs, features }, settings, keeper }
}

const startOnce = async (version: KafkaVersion, options: BrokerOptions): Promise<Broker> => {
  const { node, settings, keeper } = await prepare(version, options)
  const broker = new OwnBroker(node, keeper)
  try {
    await formatStorage(node)
    await broker.start()
  } catch (error) {
    await broker.stop()
    throw error
  }
  return {
    bootstrapServers: `127.0.0.1:${node.port}`,
    port: node.port,
    version,
    settings,
    isOwn: true,
    get pid() {
      return broker.pid
    },
    kill: (signal = 'SIGKILL') => broker.kill(signal),
    restart: () => broker.restart(),
    stop: () => broker.stop(),
    logTail: () => readLogTail(node.files.logFile),
  }
}

/** Starts a broker of our own; where somebody took the port meanwhile, on another one, unless the port was asked for. */
export const startOwnBroker = async (options: BrokerOptions): Promise<Broker> => {
  const version = chooseKafkaVersion(options.version)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(version, options)
    } catch (error) {
      if (options.port !== undefined || attempt === startTries || !isPortTaken(error)) throw error
    }
  }
}
