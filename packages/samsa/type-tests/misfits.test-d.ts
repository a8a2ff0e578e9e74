// Classes that must not compile where they are routed. The sentences themselves are in sentences.test-d.ts.
import {
  Consumer,
  consumerGroup,
  deadLetter,
  handled,
  reject,
  release,
  shareGroup,
  skip,
  type BatchOf,
  type ConsumerGroupBatch,
  type ConsumerGroupBuilder,
  type ConsumerGroupContext,
  type ConsumerGroupMiddleware,
  type ConsumerRecord,
  type PartitionControl,
  type RecordOf,
  type ShareGroupBatch,
  type ShareGroupContext,
} from 'samsa'
import { eu, images, orders, refunds, users, visits } from './topics.js'

class Order {
  async consume(order: RecordOf<typeof orders>, context: ConsumerGroupContext) {
    context.partition.pause()
    if (order.value.amount) return skip('x')
  }
}
class Image {
  async consume(image: RecordOf<typeof images>, context: ShareGroupContext) {
    if (context.deliveryCount) return reject(image.value.url)
  }
}
class Pauses {
  consume(_image: RecordOf<typeof images>, context: ShareGroupContext) {
    // @ts-expect-error a share group has no partition to pause
    context.partition.pause()
    // @ts-expect-error and no attempts of its own to retry with
    return context.retry('x')
  }
}
export const pauses = shareGroup('c', (group) => group.topic(images, { consumer: Pauses }))
class ReturnsReject { consume(_order: RecordOf<typeof orders>) { return reject('x') } }
class ReturnsRelease { async consume(order: RecordOf<typeof orders>) { if (order.value.amount) return release('x') } }
class ReturnsSkip { async consume(_image: RecordOf<typeof images>) { return skip('x') } }
class ReturnsHandled { async consume(_image: RecordOf<typeof images>) { return handled } }
class ReturnsNumber { async consume(order: RecordOf<typeof orders>) { return order.value.amount } }
class ReturnsBoolean { consume(_order: RecordOf<typeof orders>) { return true } }
class Neither { handle(_order: RecordOf<typeof orders>) {} }
class Both { consume(_order: RecordOf<typeof orders>) {} consumeBatch(_batch: ConsumerGroupBatch<typeof orders>) {} }
// a method: compared as a property, or `currency` would be undefined at run time
class Narrower { consume(_order: ConsumerRecord<string, { id: string; amount: number; currency: 'EUR' }>) {} }
class NarrowerBatch { consumeBatch(_batch: Iterable<ConsumerRecord<string, { currency: 'EUR' }>>) {} }
class GenericNarrower<V extends { currency: string }> { consume(_record: ConsumerRecord<unknown, V>) {} }
abstract class Base<V> { consume(record: ConsumerRecord<unknown, V>) { void record } }
class OfAnother extends Base<{ url: string }> {}
class InputSide { consume(_visit: ConsumerRecord<unknown, { at: string }>) {} }
class WrongKey { consume(_order: ConsumerRecord<number, { id: string }>) {} }
class NoTombstone { consume(user: ConsumerRecord<string, { name: string }>) { void user.value.name } }
class ValueOnly { consume(order: { id: string; amount: number }) { void order.amount } }
class BatchInConsume { consume(batch: ConsumerGroupBatch<typeof orders>) { void batch.length } }
class RecordInBatch { consumeBatch(order: RecordOf<typeof orders>) { void order.value } }
class BatchOfConsumerGroup { consumeBatch(batch: ConsumerGroupBatch<typeof images>) { for (const image of batch) batch.settle(image, skip('x')) } }
class BatchOfShareGroup { consumeBatch(batch: ShareGroupBatch<typeof orders>) { for (const order of batch) batch.settle(order, release('x')) } }
class BatchReturns { consumeBatch(_batch: ConsumerGroupBatch<typeof orders>) { return skip('x') } }
class OnlyOrders { consume(order: RecordOf<typeof orders>) { void order.value.amount } }
class Three { consume(_order: RecordOf<typeof orders>, _context: ConsumerGroupContext, _clock: Date) {} }
class OtherContext { consume(_order: RecordOf<typeof orders>, _context: { tenant: string }) {} }
abstract class Abstract { consume(_order: RecordOf<typeof orders>) {} abstract more(): void }
class Private { private constructor() {} consume(_order: RecordOf<typeof orders>) {} }
class BadHook { consume() {} onAssigned(topic: string, partition: number) { void [topic, partition] } }
class BadHookReturn { consume() {} onRevoked() { return 1 } }
class BadLockHook { consume() {} onLockLost(partition: PartitionControl) { void partition } }

export const first = consumerGroup('a', (group) => {
  // @ts-expect-error another value than the topic carries, taken by a method
  group.topic(orders, { consumer: Narrower })
  // @ts-expect-error the same in a batch
  group.topic(orders, { consumer: NarrowerBatch })
  // @ts-expect-error a generic class whose bound the topic does not meet
  group.topic(orders, { consumer: GenericNarrower })
  // @ts-expect-error a generic base class filled in for another topic
  group.topic(orders, { consumer: OfAnother })
  // @ts-expect-error the input side of a transform: records carry its output
  group.topic(visits, { consumer: InputSide })
  // @ts-expect-error a class of another topic and kind
  group.topic(orders, { consumer: Image })
  // @ts-expect-error a class of a share group
  group.topic(images, { consumer: Image })
  // @ts-expect-error an outcome of the other kind
  group.topic(orders, { consumer: ReturnsReject })
  // @ts-expect-error an outcome of the other kind, by promise, sometimes
  group.topic(orders, { consumer: ReturnsRelease })
  // @ts-expect-error no outcome at all
  group.topic(orders, { consumer: ReturnsNumber })
  // @ts-expect-error no outcome at all
  group.topic(orders, { consumer: ReturnsBoolean })
  // @ts-expect-error no method
  group.topic(orders, { consumer: Neither })
  // @ts-expect-error both methods
  group.topic(orders, { consumer: Both })
  // @ts-expect-error tombstones are not expected
  group.topic(users, { consumer: NoTombstone })
  // @ts-expect-error an instance
  group.topic(orders, { consumer: new Order() })
  // @ts-expect-error a function
  group.topic(orders, { consumer: (order: RecordOf<typeof orders>) => { void order } })
  // @ts-expect-error another key
  group.topic(orders, { consumer: WrongKey })
  // @ts-expect-error a value instead of a record
  group.topic(orders, { consumer: ValueOnly })
  // @ts-expect-error a batch in consume()
  group.topic(orders, { consumer: BatchInConsume })
  // @ts-expect-error a record in consumeBatch()
  group.topic(orders, { consumer: RecordInBatch })
  // @ts-expect-error a batch of the other kind
  group.topic(orders, { consumer: BatchOfShareGroup })
  // @ts-expect-error consumeBatch() returns nothing
  group.topic(orders, { consumer: BatchReturns })
  // @ts-expect-error one of several topics is not taken
  group.topic([orders, refunds], { consumer: OnlyOrders })
  // @ts-expect-error a third required parameter
  group.topic(orders, { consumer: Three })
  // @ts-expect-error a context that no group gives
  group.topic(orders, { consumer: OtherContext })
  // @ts-expect-error abstract
  group.topic(orders, { consumer: Abstract })
  // @ts-expect-error a private constructor
  group.topic(orders, { consumer: Private })
  // @ts-expect-error a hook with other parameters
  group.topic(orders, { consumer: BadHook })
  // @ts-expect-error a hook that returns something
  group.topic(orders, { consumer: BadHookReturn })
  // @ts-expect-error the consumer is missing
  group.topic(orders, {})
  // @ts-expect-error a name instead of a topic
  group.topic('orders', { consumer: Order })
})

export const second = shareGroup('b', (group) => {
  // @ts-expect-error a class of a consumer group
  group.topic(orders, { consumer: Order })
  // @ts-expect-error an outcome of the other kind
  group.topic(images, { consumer: ReturnsSkip })
  // @ts-expect-error an outcome of the other kind
  group.topic(images, { consumer: ReturnsHandled })
  // @ts-expect-error a batch of the other kind
  group.topic(images, { consumer: BatchOfConsumerGroup })
  // @ts-expect-error a hook with other parameters
  group.topic(orders, { consumer: BadLockHook })
  // @ts-expect-error a pattern
  group.topic(eu, { consumer: OnlyOrders })
  // @ts-expect-error a pattern in a list
  group.topic([orders, eu], { consumer: OnlyOrders })
})

export function settles(order: RecordOf<typeof orders>, both: BatchOf<typeof orders>, consumer: ConsumerGroupBatch<typeof orders>, share: ShareGroupBatch<typeof orders>) {
  both.settle(order, deadLetter('x'))
  // @ts-expect-error only a share group has it
  both.settle(order, release('x'))
  // @ts-expect-error only a consumer group has it
  both.settle(order, skip('x'))
  // @ts-expect-error only a share group has it
  consumer.settle(order, reject('x'))
  // @ts-expect-error only a consumer group has it
  share.settle(order, handled)
}

// a bare type parameter cannot be checked inside a function: helpers take ConsumerGroupClass
export function pass<C>(group: ConsumerGroupBuilder, consumer: C) {
  // @ts-expect-error nothing is known of C
  group.topic(orders, { consumer })
}

// @ts-expect-error a decorated class without methods
@Consumer()
export class NoMethod {
  handle() {}
}
// @ts-expect-error a decorated class with both methods
@Consumer()
export class BothMethods {
  consume() {}
  consumeBatch() {}
}
// @ts-expect-error middleware of one kind in the other
export const wrongStep: ConsumerGroupMiddleware = async () => reject('x')
