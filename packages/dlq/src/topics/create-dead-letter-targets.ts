import { SamsaError, systemClock, type AdminPort, type Clock } from '@samsa/contracts'
import type { DeadLetterSource, DeadLetterTargets } from './dead-letter-targets.js'
import { newDeadLetterTopic } from './new-dead-letter-topic.js'
import { cureFor, isForNow, reasonOf } from './topic-refusal.js'

/** What the dead-letter topics of a cluster are known by. */
export interface DeadLetterTargetsOptions {
  /** The cluster's admin port; asked for when it is first needed. */
  readonly admin: () => Pick<AdminPort, 'describeTopics' | 'createTopics' | 'describeConfigs'>
  readonly clock?: Clock | undefined
}

/** A topic that somebody else has just created is looked for this often, */
const looks = 20
/** at this distance. */
const lookEveryMs = 100

/** A topic that was deleted meanwhile is found by us before the producer finds it, which may take it half a minute. */
const knownForMs = 5_000

interface Known {
  readonly sinceMs: number
  readonly partitions: Promise<number>
  /** Whether the brokers have not answered yet. */
  isAsked: boolean
}

/** The dead-letter topics of one cluster, each looked up once in five seconds in which it is needed; lookups of the same target at the same time are one. */
export function createDeadLetterTargets({ admin, clock = systemClock }: DeadLetterTargetsOptions): DeadLetterTargets {
  const known = new Map<string, Known>()
  return Object.freeze({
    partitions: (target: string, source: DeadLetterSource) => {
      const key = `${target} ${source.create}`
      const found = known.get(key)
      if (found !== undefined && clock.now() - found.sinceMs < knownForMs) return found.partitions
      const asked: Known = { sinceMs: clock.now(), partitions: lookUp(target, source, admin, clock), isAsked: true }
      known.set(key, asked)
      asked.partitions.then(
        () => (asked.isAsked = false),
        () => known.get(key) === asked && known.delete(key),
      )
      return asked.partitions
    },
    // a thousand letters that failed together need one look
    forget: (target: string) =>
      [true, false].map((create) => `${target} ${create}`).forEach((key) => known.get(key)?.isAsked === false && known.delete(key)),
  })
}

async function lookUp(target: string, source: DeadLetterSource, port: DeadLetterTargetsOptions['admin'], clock: Clock): Promise<number> {
  try {
    const admin = port()
    const [found] = await admin.describeTopics([target])
    if (found !== null && found !== undefined) return found.partitions.length
    if (!source.create) throw missing(target, 'and is not to be created (create: false)')
    const wanted = await newDeadLetterTopic(admin, target, [source.source])
    const created = await admin.createTopics([wanted])
    return created.includes(target) && wanted.partitions !== null ? wanted.partitions : await untilSeen(target, admin, clock)
  } catch (cause) {
    throw isForNow(cause) || isOurs(cause) ? cause : refused(target, cause)
  }
}

/** Brokers hear of a new topic a moment after whoever created it. */
async function untilSeen(target: string, admin: ReturnType<DeadLetterTargetsOptions['admin']>, clock: Clock): Promise<number> {
  for (let look = 0; look < looks; look++) {
    const [found] = await admin.describeTopics([target])
    if (found !== null && found !== undefined) return found.partitions.length
    await new Promise<void>((resolve) => clock.at(clock.now() + lookEveryMs, resolve))
  }
  throw missing(target, 'although it was created')
}

function missing(target: string, how: string): SamsaError {
  return new SamsaError('SAMSA_DEAD_LETTER_TOPIC', `dead-letter topic ${target} does not exist, ${how}: ${cureFor(target, null)}`, {
    retryable: true,
    details: { target },
  })
}

function isOurs(cause: unknown): boolean {
  return cause instanceof SamsaError && cause.code === 'SAMSA_DEAD_LETTER_TOPIC'
}

function refused(target: string, cause: unknown): SamsaError {
  const reason = cause instanceof Error ? reasonOf(cause) : String(cause)
  return new SamsaError('SAMSA_DEAD_LETTER_TOPIC', `dead-letter topic ${target} cannot be used: ${reason}: ${cureFor(target, cause)}`, {
    retryable: true,
    details: { target },
    cause,
  })
}
