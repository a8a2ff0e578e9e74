import { startBroker } from '@samsa/testkit'

import { openGroupSettings } from '../kafka/group-settings.js'
import { type ShareLag, openShareLag } from '../kafka/share-lag.js'
import { topicAdmin } from '../kafka/topic-admin.js'
import { measureIdle } from './idle.js'
import { measureLatency } from './latency.js'
import type { ShareOptions } from './share-options.js'
import type { ShareOutcome } from './share-outcome.js'
import type { ShareRun } from './share-run.js'
import { measureThroughput } from './throughput.js'

const nothing = new Map<string, string>()

/**
 * Runs the share bench on a broker of its own, which ends with it.
 *
 * @throws when the broker or a topic cannot be made, or the signal fires; a candidate's failure is part of the outcome.
 */
export async function runShare(options: ShareOptions, say: (line: string) => void, signal: AbortSignal): Promise<ShareOutcome> {
  const broker = await startBroker({ version: '4.4.0', own: true })
  const bootstrap = broker.bootstrapServers
  const groups = openGroupSettings(bootstrap)
  let lag: ShareLag | undefined
  try {
    lag = await openShareLag(bootstrap)
    let count = 0
    const nextGroup = (): string => `bench-${process.pid}-${count++}`
    return await measureParts({ broker, admin: topicAdmin(bootstrap), groups, lag, options, say, signal, nextGroup })
  } finally {
    lag?.close()
    await groups.close()
    await broker.stop()
  }
}

async function measureParts(run: ShareRun): Promise<ShareOutcome> {
  const { parts } = run.options
  const cells = parts.includes('throughput') ? await measureThroughput(run) : []
  const latency = parts.includes('latency') ? await measureLatency(run) : { latencies: [], failures: nothing }
  const idle = parts.includes('idle') ? await measureIdle(run) : { costs: [], failures: nothing }
  return { cells, latency, idle }
}
