// The sentences that users read: a message is a type, so it can be asserted without a compiler's API.
import {
  handled,
  reject,
  release,
  retry,
  skip,
  accept,
  type ConsumerGroupBatch,
  type ConsumerGroupBuilder,
  type ConsumerGroupContext,
  type ConsumerGroupKind,
  type ConsumerGroupOptions,
  type ConsumerGroupRoute,
  type ConsumerRecord,
  type DeadLetterTo,
  type ExactNames,
  type Fits,
  type KafkaSettings,
  type RecordOf,
  type ShareGroupBatch,
  type ShareGroupContext,
  type ShareGroupKind,
  type ShareGroupOptions,
  type ShareGroupRoute,
  type ShareGroupSettings,
} from 'samsa'
import { same, type Equal } from './same.js'
import { eu, images, orders, rawBytes, refunds, users } from './topics.js'

type InGroup<C, T extends typeof orders | typeof users | typeof images | typeof rawBytes | readonly [typeof orders, typeof refunds] = typeof orders> = Fits<C, T, ConsumerGroupKind>
type InShare<C> = Fits<C, typeof orders, ShareGroupKind>

class Good { consume(_order: RecordOf<typeof orders>) {} }
class Share { consume(_order: RecordOf<typeof orders>, _context: ShareGroupContext) {} }
class Group { consume(_order: RecordOf<typeof orders>, _context: ConsumerGroupContext) {} }
class Tenant { consume(_order: RecordOf<typeof orders>, _context: { tenant: string }) {} }
same<Equal<InGroup<typeof Good>, typeof Good>>()
same<Equal<InShare<typeof Good>, typeof Good>>()
same<Equal<InGroup<typeof Share>, ['this class needs a ShareGroupContext: route it in a shareGroup, or take a ConsumerGroupContext']>>()
same<Equal<InShare<typeof Group>, ['this class needs a ConsumerGroupContext: route it in a consumerGroup, or take a ShareGroupContext']>>()
same<Equal<InGroup<typeof Tenant>, ['the second argument of consume() in a consumerGroup is a ConsumerGroupContext', { takes: { tenant: string } }]>>()
same<Equal<InShare<typeof Tenant>, ['the second argument of consume() in a shareGroup is a ShareGroupContext', { takes: { tenant: string } }]>>()

// outcomes of the other kind
class Rejects { async consume() { return reject('x') } }
class Releases { consume() { return release('x') } }
class Accepts { consume() { return accept } }
class Skips { consume() { return skip('x') } }
class Retries { async consume() { return retry('x') } }
class Handles { consume() { return handled } }
class Counts { consume() { return 1 } }
same<Equal<InGroup<typeof Rejects>, ['a consumerGroup has no reject(): return skip(reason), or route this class in a shareGroup']>>()
same<Equal<InGroup<typeof Releases>, ['a consumerGroup has no release(): return retry(reason), or route this class in a shareGroup']>>()
same<Equal<InGroup<typeof Accepts>, ['a consumerGroup has no accept: return handled, or route this class in a shareGroup']>>()
same<Equal<InShare<typeof Skips>, ['a shareGroup has no skip(): return reject(reason), or route this class in a consumerGroup']>>()
same<Equal<InShare<typeof Retries>, ['a shareGroup has no retry(): return release(reason) or throw, or route this class in a consumerGroup']>>()
same<Equal<InShare<typeof Handles>, ['a shareGroup has no handled: return accept, or route this class in a consumerGroup']>>()
same<Equal<InGroup<typeof Counts>, ['consume() returns nothing or an outcome such as deadLetter(reason)', { returns: number }]>>()

// what the topic carries
class Amount { consume(_order: ConsumerRecord<string, { id: string; amount: string }>) {} }
class Currency { consume(_order: ConsumerRecord<string, { amount: number; currency: 'EUR' }>) {} }
class Url { consume(_image: RecordOf<typeof images>) {} }
class Dense { consume(_user: ConsumerRecord<string, { name: string }>) {} }
class Key { consume(_order: ConsumerRecord<number, { id: string }>) {} }
class Keyed { consume(_record: ConsumerRecord<string, Uint8Array>) {} }
class OnlyOrders { consume(_order: RecordOf<typeof orders>) {} }
class ValueOnly { consume(_order: { id: string; amount: number }) {} }
class Named { consume(_record: ConsumerRecord<string, { id: string }, 'refunds'>) {} }
same<Equal<InGroup<typeof Amount>, ["this class takes another value than topic 'orders' carries", { amount: { takes: string; carries: number } }]>>()
same<Equal<InGroup<typeof Currency>, ["this class takes another value than topic 'orders' carries", { currency: { takes: 'EUR'; carries: undefined } }]>>()
same<Equal<InGroup<typeof Url>, ["this class takes another value than topic 'orders' carries", { url: { takes: string; carries: undefined } }]>>()
same<Equal<InGroup<typeof Dense, typeof users>, ["topic 'users' carries tombstones: take value: … | null"]>>()
same<Equal<InGroup<typeof Key>, ["this class takes another key than topic 'orders' carries", { takes: number; carries: string }]>>()
same<Equal<InGroup<typeof Keyed, typeof rawBytes>, ["topic 'raw.bytes' has records without key: take key: … | null"]>>()
same<Equal<InGroup<typeof OnlyOrders, readonly [typeof orders, typeof refunds]>, ["this class takes another value than topic 'refunds' carries", { amount: { takes: number; carries: undefined } }]>>()
same<Equal<InGroup<typeof ValueOnly>, ["this class takes no records: use RecordOf<typeof topic> of topic 'orders'", { takes: { id: string; amount: number } }]>>()
same<Equal<InGroup<typeof Named>[0], "this class takes records of another topic than 'orders'">>()

// shapes
class Neither { handle() {} }
class Both { consume() {} consumeBatch() {} }
abstract class Abstract { consume() {} abstract more(): void }
class BatchInConsume { consume(_batch: ConsumerGroupBatch<typeof orders>) {} }
class RecordInBatch { consumeBatch(_order: RecordOf<typeof orders>) {} }
class BatchOfShare { consumeBatch(_batch: ShareGroupBatch<typeof orders>) {} }
class BatchOfGroup { consumeBatch(_batch: ConsumerGroupBatch<typeof orders>) {} }
class BatchReturns { consumeBatch() { return handled } }
class Three { consume(_order: RecordOf<typeof orders>, _context: ConsumerGroupContext, _clock: Date) {} }
class Hook { consume() {} onAssigned(_topic: string) {} }
same<Equal<InGroup<typeof Neither>, ['this class has no consume(record, context) and no consumeBatch(batch, context): add one of them']>>()
same<Equal<InGroup<typeof Both>, ['this class has both consume() and consumeBatch(): keep one of them']>>()
same<Equal<InGroup<typeof Abstract>, ['this class is abstract: route a class that extends it']>>()
same<Equal<InGroup<Good>, ['consumer takes the class itself, not an instance: Samsa makes the instances']>>()
same<Equal<InGroup<() => void>, ['consumer takes a class with a public constructor and consume(record, context) or consumeBatch(batch, context)']>>()
same<Equal<InGroup<typeof BatchInConsume>, ['consume() gets one record: rename it to consumeBatch(batch, context)']>>()
same<Equal<InGroup<typeof RecordInBatch>, ['consumeBatch() gets a batch: rename it to consume(record, context) for one record at a time']>>()
same<Equal<InGroup<typeof BatchOfShare>, ['this batch settles with outcomes of a shareGroup: take a ConsumerGroupBatch']>>()
same<Equal<InShare<typeof BatchOfGroup>, ['this batch settles with outcomes of a consumerGroup: take a ShareGroupBatch']>>()
same<Equal<InGroup<typeof BatchReturns>[0], 'consumeBatch() returns nothing: settle single records with batch.settle(record, outcome)'>>()
same<Equal<InGroup<typeof Three>, ['consume() is called with two arguments: take the rest by constructor injection']>>()
same<Equal<InGroup<typeof Hook>, ["onAssigned() of this class has other parameters or returns than Samsa's hook of that name"]>>()

// options of the other kind
type GroupRoute = ConsumerGroupRoute<typeof orders, typeof Good>
type ShareRoute = ShareGroupRoute<typeof orders, typeof Good>
same<Equal<ShareRoute['ordering'], ['a shareGroup keeps no order: use a consumerGroup for `ordering`'] | undefined>>()
same<Equal<ShareRoute['delivery'], ['a shareGroup delivers at least once only: use a consumerGroup for `delivery`'] | undefined>>()
same<Equal<ShareRoute['initialOffset'], ['a shareGroup has no positions: use a consumerGroup for `initialOffset`, or group.settings({ offsetReset })'] | undefined>>()
same<Equal<ShareRoute['delay'], ['a shareGroup cannot hold records back: use a consumerGroup for `delay`'] | undefined>>()
same<Equal<ShareRoute['lockDuration'], ['this is a setting of the group on the broker: use group.settings({ … })'] | undefined>>()
same<Equal<ShareRoute['members'], ['members are an option of the group in this worker: use group.options({ members })'] | undefined>>()
same<Equal<ShareGroupContext['partition'], ['a shareGroup has no partition to pause or seek: release the record, or use a consumerGroup'] | undefined>>()
same<Equal<ShareGroupOptions['maxRecordLocks'], ['this is a setting of the group on the broker: use group.settings({ … })'] | undefined>>()
same<Equal<ShareGroupSettings['initialOffset'], ['a shareGroup has no positions: use `offsetReset`, where a group without state begins'] | undefined>>()
same<Equal<ShareGroupSettings['policy'], ['the policy is the second argument: use group.settings({ … }, { policy })'] | undefined>>()
same<Equal<NonNullable<ShareGroupOptions['kafka']>['session.timeout.ms'], ['the broker decides this for a shareGroup: use group.settings({ heartbeatInterval, sessionTimeout })'] | undefined>>()
same<Equal<GroupRoute['batch'], ['batch: {…} is for classes with consumeBatch(); this class has consume()'] | undefined>>()
same<Equal<GroupRoute['offsetReset'], ['offsetReset is a setting of a shareGroup: use `initialOffset`'] | undefined>>()
same<Equal<ConsumerGroupOptions['members'], ['a consumerGroup has one member in each worker: start more workers, or use a shareGroup for `members`'] | undefined>>()
same<Equal<ShareGroupOptions['instanceId'], ['a shareGroup has no static members: use a consumerGroup for `instanceId`'] | undefined>>()
same<Equal<ShareGroupOptions['isolation'], ['isolation of a shareGroup is a setting on the broker: use group.settings({ isolation })'] | undefined>>()
same<Equal<ConsumerGroupBuilder['settings'], ['a consumerGroup has no settings on the broker: use a shareGroup, or kafka: {…} of the worker']>>()
same<Equal<ExactNames<typeof eu>, ['a shareGroup subscribes to exact names: use a consumerGroup for topics(/pattern/)']>>()

// recovery: what the other kind of group does
type ActionOf<Route extends { readonly retry?: { readonly on?: readonly { readonly action: unknown }[] | undefined } | undefined }> =
  NonNullable<NonNullable<Route['retry']>['on']>[number]['action']
type PolicyOf<Route extends { readonly deadLetter?: unknown }> = Extract<Route['deadLetter'], { readonly create?: unknown }>
type NoAction = ["a consumerGroup neither releases nor rejects: use 'retry' or 'skip', or a shareGroup"]
type NoSkip = ["a shareGroup has no positions to skip: use 'reject', or a consumerGroup for 'skip'"]
type NoReject = ["a consumerGroup rejects nothing: use 'skip', 'hold' or 'stop'"]
type NoHold = ["a shareGroup neither holds nor skips a record: use 'reject' or 'stop'"]
same<Equal<ActionOf<GroupRoute>, 'retry' | 'deadLetter' | 'stop' | 'skip' | DeadLetterTo | NoAction>>()
same<Equal<ActionOf<ConsumerGroupOptions>, ActionOf<GroupRoute>>>()
same<Equal<ActionOf<ShareRoute>, 'retry' | 'deadLetter' | 'stop' | 'release' | 'reject' | DeadLetterTo | NoSkip>>()
same<Equal<ActionOf<ShareGroupOptions>, ActionOf<ShareRoute>>>()
same<Equal<GroupRoute['whenExhausted'], 'hold' | 'skip' | 'stop' | NoReject | undefined>>()
same<Equal<ConsumerGroupOptions['whenExhausted'], GroupRoute['whenExhausted']>>()
same<Equal<ShareRoute['whenExhausted'], 'reject' | 'stop' | NoHold | undefined>>()
same<Equal<ShareGroupOptions['whenExhausted'], ShareRoute['whenExhausted']>>()
same<Equal<PolicyOf<GroupRoute>['afterDeliveries'], ['a consumerGroup counts no deliveries: use retry: { attempts }'] | undefined>>()
same<Equal<PolicyOf<GroupRoute>['broker'], ['the broker writes dead letters of a shareGroup only: use deadLetter: { topic }'] | undefined>>()
same<Equal<PolicyOf<ShareRoute>['afterDeliveries'], number | undefined>>()
same<Equal<PolicyOf<ShareRoute>['broker'], string | undefined>>()

// settings that Samsa owns
same<Equal<KafkaSettings['share.acknowledgement.mode'], ['Samsa acknowledges every record of a shareGroup itself: leave it out'] | undefined>>()
same<Equal<KafkaSettings['enable.auto.commit'], ['Samsa commits the positions of settled records itself: use group.options({ commit, commitInterval })'] | undefined>>()
same<Equal<KafkaSettings['auto.offset.reset'], ['Samsa decides where a partition begins: use group.options({ initialOffset })'] | undefined>>()
same<Equal<KafkaSettings['group.instance.id'], ['static membership is an option of the group: use group.options({ instanceId })'] | undefined>>()
same<Equal<KafkaSettings['isolation.level'], ['isolation is an option of the group: use group.options({ isolation }), in a shareGroup group.settings({ isolation })'] | undefined>>()
