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

/** Limits as the broker tells them, and why some of them are Kafka's defaults instead; `null`: all are the broker's. */
export interface ReadLimits {
  readonly limits: ShareLimits
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

/** Reads what the broker has set for a group. Rejects with what the library says where no broker answers; what is refused becomes Kafka's default and a problem. */
export async function readLimits(driver: ShareDriver, group: string): Promise<ReadLimits> {
  try {
    const settings = await describe(driver, 'group', group)
    if (isEarlyAccess(settings)) return refused({ ...unsupported, text: earlyText })
    const deliveryLimit = numberOf(settings, keys.deliveryLimit) ?? (await readBrokerLimit(driver))
    return {
      limits: {
        lockMs: numberOf(settings, keys.lockMs) ?? defaultLimits.lockMs,
        deliveryLimit: deliveryLimit ?? defaultLimits.deliveryLimit,
        heartbeatMs: numberOf(settings, keys.heartbeatMs) ?? defaultLimits.heartbeatMs,
      },
      problem: deliveryLimit === null ? problemOf(group, { errno: 0, name: 'unknown', text: `no broker tells ${brokerLimit}` }) : null,
      refusal: null,
    }
  } catch (thrown) {
    const failure = failureOf(thrown)
    if (isPassing(failure.name)) throw thrown
    if (failure.name === tooOld) return refused({ ...failure, name: unsupported.name, text: olderText })
    return { limits: defaultLimits, problem: problemOf(group, failure), refusal: null }
  }
}

const refused = (refusal: Failure): ReadLimits => ({ limits: defaultLimits, problem: null, refusal })

function isEarlyAccess(entries: DriverConfigs['entries']): boolean {
  const has = (wanted: string): boolean => entries.some(({ name }) => name === wanted)
  return has(sinceEarlyAccess) && !has(sincePreview)
}

async function readBrokerLimit(driver: ShareDriver): Promise<number | null> {
  const { brokers } = await driver.metadata([], { timeoutMs })
  const broker = brokers[0]
  return broker === undefined ? null : numberOf(await describe(driver, 'broker', String(broker.id)), brokerLimit)
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

function problemOf(group: string, failure: Failure): SamsaError {
  const { lockMs, deliveryLimit } = defaultLimits
  const assumed = `a lock of ${lockMs / 1000} s and ${deliveryLimit} deliveries are assumed`
  return new SamsaError('SAMSA_KAFKA', `group ${group}: its settings cannot be read: ${failure.text} (${failure.name}): ${assumed}`, {
    retryable: true,
    details: { kafka: failure.name, errno: failure.errno, group },
  })
}
