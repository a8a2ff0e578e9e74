import type { SoakCluster } from './cluster.js'
import { SoakFeed } from './feed.js'
import { findGrowth, formatGrowth } from './growth.js'
import { SoakMember } from './member.js'
import { cycleTopic, feedPhases, memberEnds, memberPhases } from './phases.js'
import { readUsage, type Usage } from './usage.js'
import { within } from './within.js'

// librdkafka waits at most socket.timeout.ms (60 s) for a commit on its way out
const hangMs = 90_000

/** What a soak found. */
export interface SoakResult {
  /** Its figures, in a line. */
  readonly figures: string
  /** Why it failed; empty where it did not. */
  readonly problems: readonly string[]
}

const anyOf = <T>(table: Readonly<Record<string, T>>): [name: string, value: T] => {
  const entries = Object.entries(table)
  return entries[Math.floor(Math.random() * entries.length)]!
}

async function fill(cluster: SoakCluster): Promise<void> {
  await cluster.createTopic(cycleTopic, 2)
  const feed = new SoakFeed(cluster.settings)
  for (const partition of [0, 1]) feed.send(cycleTopic, partition, 1000)
  await feed.settled()
  await feed.destroy()
  if (feed.failed > 0) throw new Error(`${feed.failed} records were not delivered`)
}

async function memberCycle(cluster: SoakCluster, cycle: number): Promise<readonly string[]> {
  const protocol = cluster.protocols[cycle % cluster.protocols.length]!
  const [phaseName, phase] = anyOf(memberPhases)
  const [endName, end] = anyOf(memberEnds)
  const member = new SoakMember({ ...cluster.settings, ...protocol.settings, 'group.id': `soak-${process.pid}-${cycle}` })
  const life = async (): Promise<void> => {
    await phase(member)
    await end(member)
    await member.destroy()
  }
  await within(hangMs, `cycle ${cycle}: a member (${protocol.name}; ${phaseName}) that ${endName}`, life())
  return member.fatalErrors
}

async function feedCycle(cluster: SoakCluster, cycle: number): Promise<void> {
  const [name, phase] = anyOf(feedPhases)
  const feed = new SoakFeed({ ...cluster.settings, 'linger.ms': cycle % 2 === 0 ? 1 : 200, 'enable.idempotence': cycle % 3 === 0 })
  const life = async (): Promise<void> => {
    await phase(feed)
    await feed.destroy()
  }
  await within(hangMs, `cycle ${cycle}: a producer (${name}) that is destroyed`, life())
}

/** Opens a group consumer and a producer, in any phase closes them, and again. @param cycles at least 8 */
export async function runCycles(cluster: SoakCluster, cycles: number): Promise<SoakResult> {
  await fill(cluster)
  const samples: Usage[] = []
  const problems: string[] = []
  let longestMs = 0
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const startedAt = performance.now()
    const [fatalErrors] = await Promise.all([memberCycle(cluster, cycle), feedCycle(cluster, cycle)])
    problems.push(...fatalErrors)
    longestMs = Math.max(longestMs, performance.now() - startedAt)
    samples.push(readUsage())
  }
  const growth = findGrowth(samples)
  return {
    figures: `${cycles} cycles, the longest ${(longestMs / 1000).toFixed(1)} s, ${formatGrowth(growth)}`,
    problems: [...problems, ...growth.problems],
  }
}
