import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Admin } from '@samsa/librdkafka'
import { type Broker, type BrokerOptions, startBroker } from '@samsa/testkit'
import { writeApplication } from './application.js'
import { easyHandler, type Handler, type Job } from './job.js'
import { Feed, type Sent } from './feed.js'
import { coverage, type Coverage, type LedgerEntry, readLedger } from './ledger.js'
import { until } from './until.js'
import { hostProgram, type LogLine, startApplication, type WorkerCommand, WorkerProcess } from './worker-process.js'

// what a broker answers that has just started
const notYet: ReadonlySet<string> = new Set(['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_LOAD_IN_PROGRESS', '_TRANSPORT'])

/** For an error of a broker that has just started: nothing yet. Throws any other. */
export function orLater(error: Error): null {
  if (notYet.has(error.name)) return null
  throw error
}

/** What a scenario says of a worker; the rest is filled in. */
export type JobDraft = Partial<Omit<Job, 'handler' | 'ledger' | 'name'>> & {
  readonly handler?: Partial<Handler>
  /** Every event is a line, where `worker start` writes 5 of a kind, partition and 10 s. Default: false. */
  readonly tellsAll?: boolean
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Everything that a scenario works with; closed when it ends. */
export class Stage {
  readonly workers: WorkerProcess[] = []
  readonly ledger: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'samsa-scenario-'))
  readonly #id = process.env['SAMSA_SCENARIO_ID'] ?? `s${process.pid}`
  readonly #expected = new Set<string>()
  readonly #feeds: Feed[] = []
  readonly #admin: Admin
  #applications = 0

  constructor(readonly broker: Broker) {
    this.ledger = join(this.#folder, 'ledger')
    writeFileSync(this.ledger, '')
    this.#admin = new Admin({ 'bootstrap.servers': broker.bootstrapServers })
  }

  get admin(): Admin {
    return this.#admin
  }

  /** A name that no other scenario has. */
  name(label: string): string {
    return `${this.#id}-${label}`
  }

  /** Creates a topic and answers its name. */
  async topic(label: string, partitions = 1, config: Readonly<Record<string, string>> = {}): Promise<string> {
    const topic = this.name(label)
    const [outcome] = await this.#admin.createTopics([{ topic, partitions, replicationFactor: 1, config }])
    if (outcome?.error) throw outcome.error
    return topic
  }

  feed(settings: Readonly<Record<string, string | number>> = {}): Feed {
    const feed = new Feed(this.broker.bootstrapServers, settings)
    this.#feeds.push(feed)
    return feed
  }

  /** Starts a worker process. */
  worker(draft: JobDraft): WorkerProcess {
    const { args = [], env = {}, handler, tellsAll = false, ...rest } = draft
    const name = `worker${this.workers.length + 1}`
    const job: Job = {
      group: this.name('group'),
      topics: [],
      mode: 'record',
      options: {},
      route: {},
      hooks: {},
      requiresKey: false,
      kafka: {},
      ...rest,
      handler: { ...easyHandler, ...handler },
      ledger: this.ledger,
      name,
    }
    const variables = { SCENARIO_JOB: JSON.stringify(job), ...env }
    if (tellsAll) return this.command({ program: hostProgram, args, env: variables })
    return this.command({ args: [...startApplication, ...args], env: variables })
  }

  /** Runs `worker` with other arguments, or another application. */
  command({ program, args, env, cwd }: WorkerCommand): WorkerProcess {
    const worker = new WorkerProcess(`worker${this.workers.length + 1}`, {
      program,
      args,
      cwd,
      env: { SAMSA_TEST_BROKERS: this.broker.bootstrapServers, ...env },
    })
    this.workers.push(worker)
    return worker
  }

  /** Writes an application as a user has it, file names to texts, and answers its folder. */
  application(files: Readonly<Record<string, string>>): string {
    const folder = join(this.#folder, `application${++this.#applications}`)
    writeApplication(folder, files)
    return folder
  }

  /** Codes of events that belong to this scenario; any other warning or error fails it. */
  expect(...codes: readonly string[]): void {
    for (const code of codes) this.#expected.add(code)
  }

  entries(): readonly LedgerEntry[] {
    return readLedger(this.ledger)
  }

  ended(): number {
    return this.entries().filter((entry) => entry.what === 'end').length
  }

  coverage(topic: string, sent: readonly Sent[]): Coverage {
    return coverage(this.entries(), topic, sent)
  }

  /** Waits until every record that was sent was handled at least once. */
  async handledAll(topic: string, sent: readonly Sent[], limitMs?: number): Promise<Coverage> {
    await until(`all ${sent.length} records of ${topic} are handled`, () => this.coverage(topic, sent).missing.length === 0, limitMs)
    return this.coverage(topic, sent)
  }

  /** Committed offsets of a group, by `topic/partition`. */
  async committed(group: string): Promise<ReadonlyMap<string, number>> {
    const list = await until(`the offsets of ${group}`, () => this.#admin.listGroupOffsets(group, null).catch(orLater))
    return new Map(list.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]))
  }

  unexpected(): readonly LogLine[] {
    const lines = this.workers.flatMap((worker) => worker.lines)
    return lines.filter((line) => ['warn', 'error', 'fatal'].includes(line.level) && !this.#expected.has(line.code ?? ''))
  }

  async close(): Promise<void> {
    for (const worker of this.workers) if (worker.running) worker.signal('SIGKILL')
    await Promise.all(this.workers.map((worker) => worker.exit))
    await Promise.all(this.#feeds.map((feed) => feed.close()))
    await this.#admin.destroy()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Fails the scenario with a sentence. */
export function must(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence)
}

/** Fails on warnings and errors that do not belong to the scenario. */
export function expectNothingElse(stage: Stage): void {
  const unexpected = stage.unexpected()
  must(
    unexpected.length === 0,
    `unexpected events: ${unexpected
      .slice(0, 5)
      .map((line) => JSON.stringify(line))
      .join('\n')}`,
  )
}

/** Runs one scenario: prints the outcome, leaves nothing behind, and exits with 0 or 1. `options` are for a broker of its own. */
export async function scenario(play: (stage: Stage) => Promise<void>, options: BrokerOptions = {}): Promise<void> {
  const broker = await startBroker(options)
  const stage = new Stage(broker)
  let failure: unknown
  try {
    await play(stage)
    expectNothingElse(stage)
  } catch (error) {
    failure = error
    for (const worker of stage.workers) console.error(worker.tail())
    // last, because of much output only the end is kept
    console.error(error)
  }
  await stage.close()
  await broker.stop()
  process.exitCode = failure === undefined ? 0 : 1
}
