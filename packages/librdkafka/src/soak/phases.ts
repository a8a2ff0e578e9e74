import { KafkaError } from '../kafka-error.js'
import type { SoakFeed } from './feed.js'
import type { SoakMember } from './member.js'
import { pass } from './within.js'

/** The topic of the cycles; it has records before they begin. */
export const cycleTopic = 'soak-cycles'

const requestMs = 20_000
const partitions = [
  { topic: cycleTopic, partition: 0 },
  { topic: cycleTopic, partition: 1 },
]

/** Requests whose answer nobody waits for: `_DESTROY` and trouble of the group are both right, an exception of another kind is not. */
function leaveOpen(...requests: readonly Promise<unknown>[]): void {
  for (const request of requests) {
    request.catch((error: unknown) => {
      if (!(error instanceof KafkaError)) throw error
    })
  }
}

const subscribe = (member: SoakMember): void => member.consumer.subscribe([cycleTopic])

async function consume(member: SoakMember): Promise<void> {
  subscribe(member)
  await member.until(() => member.records > 0)
}

/** How far a member gets before it is closed. */
export const memberPhases: Readonly<Record<string, (member: SoakMember) => Promise<void>>> = {
  'opened': async () => undefined,
  'subscribed': async (member) => subscribe(member),
  'joining for some time': async (member) => {
    subscribe(member)
    await pass(Math.random() * 600)
  },
  'assigned, not answered': async (member) => {
    member.holdAnswers()
    subscribe(member)
    await member.until(() => member.hasUnanswered)
  },
  'consuming': consume,
  'consuming, a partition held': async (member) => {
    await consume(member)
    member.consumer.hold(member.consumer.openQueue(cycleTopic, 0))
  },
  'committing': async (member) => {
    await consume(member)
    leaveOpen(member.consumer.commit(partitions.map((one) => ({ ...one, offset: 1 }))))
  },
  'seeking': async (member) => {
    await consume(member)
    leaveOpen(
      member.consumer.seek(
        partitions.map((one) => ({ ...one, offset: 0 })),
        requestMs,
      ),
    )
  },
  'asking': async (member) => {
    await consume(member)
    leaveOpen(
      member.consumer.committed(partitions, requestMs),
      member.consumer.metadata(null, { timeoutMs: requestMs }),
      member.consumer.listOffsets(partitions.map((one) => ({ ...one, at: 'latest' as const }))),
    )
  },
  'unsubscribed': async (member) => {
    await consume(member)
    member.consumer.unsubscribe()
  },
}

/** How a member ends. */
export const memberEnds: Readonly<Record<string, (member: SoakMember) => Promise<void>>> = {
  'leaves': (member) => member.leave(),
  'begins to leave': async (member) => member.consumer.close(),
  'is destroyed': async () => undefined,
}

/** How far a producer gets before it is destroyed. */
export const feedPhases: Readonly<Record<string, (feed: SoakFeed) => Promise<void>>> = {
  'opened': async () => undefined,
  'records queued': async (feed) => feed.send(cycleTopic, 0, 50),
  'sending for some time': async (feed) => {
    feed.send(cycleTopic, 0, 50)
    await pass(Math.random() * 100)
  },
  'delivered': async (feed) => {
    feed.send(cycleTopic, 0, 50)
    await feed.settled()
  },
  'flushing': async (feed) => {
    feed.send(cycleTopic, 0, 50)
    leaveOpen(feed.producer.flush(requestMs))
  },
  'purged': async (feed) => {
    feed.send(cycleTopic, 0, 50)
    feed.producer.purge()
  },
  'asking': async (feed) => leaveOpen(feed.producer.metadata(null, { timeoutMs: requestMs })),
}
