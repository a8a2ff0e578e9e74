import { SamsaError } from '@samsa/contracts'
import type { DriverConfigs, ShareDriver } from '../driver.js'
import type { Failure } from '../map-error.js'
import { failureOf } from '../scope.js'
import { defaultLimits, type ShareLimits } from './limits.js'

const timeoutMs = 5000

const keys = {
  lockMs: 'share.record.lock.duration.ms',
  deliveryLimit: 'share.delivery.count.limit',
  heartbeatMs: 'share.heartbeat.interval.ms',
} as const
// before Kafka 4.3 the limit is a setting of the brokers only
const brokerLimit = 'group.share.delivery.count.limit'

/** Limits as the broker tells them, and why some of them are assumed instead; `null`: all are the broker's. */
export interface ReadLimits {
  readonly limits: ShareLimits
  /** Everything the group has set, by Kafka's names; `null` where it could not be read. */
  readonly settings: ReadonlyMap<string, string | null> | null
  readonly problem: SamsaError | null
  /** Why there is nothing to join: the brokers are from before share groups. `null`: they may have them. */
  readonly refusal: Failure | null
}

// what a Kafka answers that does not know settings of groups; of its share group requests librdkafka says nothing, and asks for ever
const tooOld = 'INVALID_REQUEST'
const olderText = 'this Kafka does not know settings of groups'
// Kafka 4.0 has share groups for early access, which speak a protocol of their own; it has this setting of groups and not yet that
const sinceEarlyAccess = 'share.auto.offset.reset'
const sincePreview = 'share.isolation.level'
const earlyText = 'the share groups of this Kafka are from before their preview'
const unsupported = { errno: 35, name: 'UNSUPPORTED_VERSION' } as const

/** What holds where the broker does not say: limits that were read before, or Kafka's defaults. */
export interface AssumedLimits {
  readonly limits: ShareLimits
  /** Whether the broker has told them all before. */
  readonly areKnown: boolean
}

/** Reads what the broker has set for a group. Rejects with what the library says where no broker answers; what is refused is assumed, and becomes a problem. */
export async function readLimits(driver: ShareDriver, group: string, assumed: AssumedLimits): Promise<ReadLimits> {
  try {
    const entries = await describe(driver, 'group', group)
    if (isEarlyAccess(entries)) return refused({ ...unsupported, text: earlyText })
    const own = numberOf(entries, keys.deliveryLimit)
    const { limit, failure } = own === null ? await readBrokerLimit(driver) : { limit: own, failure: null }
    const limits = {
      lockMs: numberOf(entries, keys.lockMs) ?? assumed.limits.lockMs,
      deliveryLimit: limit ?? assumed.limits.deliveryLimit,
      heartbeatMs: numberOf(entries, keys.heartbeatMs) ?? assumed.limits.heartbeatMs,
    }
    const settings = new Map(entries.map(({ name, value }) => [name, value]))
    return { limits, settings, problem: failure === null ? null : problemOf(group, failure, { ...assumed, limits }), refusal: null }
  } catch (thrown) {
    const failure = failureOf(thrown)
    if (isPassing(failure.name)) throw thrown
    if (failure.name === tooOld) return refused({ ...failure, name: unsupported.name, text: olderText })
    return { limits: assumed.limits, settings: null, problem: problemOf(group, failure, assumed), refusal: null }
  }
}

const refused = (refusal: Failure): ReadLimits => ({ limits: defaultLimits, settings: null, problem: null, refusal })

function isEarlyAccess(entries: DriverConfigs['entries']): boolean {
  const has = (wanted: string): boolean => entries.some(({ name }) => name === wanted)
  return has(sinceEarlyAccess) && !has(sincePreview)
}

type BrokerLimit = { readonly limit: number; readonly failure: null } | { readonly limit: null; readonly failure: Failure }

/** What is known of the group itself counts, whether or not a broker tells the rest. */
async function readBrokerLimit(driver: ShareDriver): Promise<BrokerLimit> {
  try {
    const { brokers } = await driver.metadata([], { timeoutMs })
    const broker = brokers[0]
    const limit = broker === undefined ? null : numberOf(await describe(driver, 'broker', String(broker.id)), brokerLimit)
    if (limit !== null) return { limit, failure: null }
    return { limit, failure: { errno: 0, name: 'unknown', text: `no broker tells ${brokerLimit}` } }
  } catch (thrown) {
    const failure = failureOf(thrown)
    if (isPassing(failure.name)) throw thrown
    return { limit: null, failure }
  }
}

async function describe(driver: ShareDriver, type: 'group' | 'broker', name: string): Promise<DriverConfigs['entries']> {
  const [described] = await driver.describeConfigs([{ type, name }], { timeoutMs })
  if (described === undefined) return []
  if (described.error !== null) throw described.error
  return described.entries
}

function numberOf(entries: DriverConfigs['entries'], name: string): number | null {
  const value = entries.find((entry) => entry.name === name)?.value
  const number = value === null || value === undefined ? Number.NaN : Number(value)
  return Number.isFinite(number) && number > 0 ? number : null
}

/** Errors that go by: asked again. */
const passing: ReadonlySet<string> = new Set([
  '_TRANSPORT',
  '_TIMED_OUT',
  '_TIMED_OUT_QUEUE',
  '_ALL_BROKERS_DOWN',
  '_RESOLVE',
  '_SSL',
  '_DESTROY',
  '_DESTROY_BROKER',
  '_AUTHENTICATION',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'BROKER_NOT_AVAILABLE',
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
])

const isPassing = (name: string): boolean => passing.has(name)

function problemOf(group: string, failure: Failure, { limits, areKnown }: AssumedLimits): SamsaError {
  const these = `a lock of ${limits.lockMs / 1000} s and ${limits.deliveryLimit} deliveries`
  const instead = areKnown ? `${these}, the last known ones, are kept` : `${these} are assumed`
  return new SamsaError('SAMSA_KAFKA', `group ${group}: its settings cannot be read: ${failure.text} (${failure.name}): ${instead}`, {
    retryable: true,
    details: { kafka: failure.name, errno: failure.errno, group },
  })
}
