// Classes that fit: methods and arrow properties, inherited, generic, mixed in, overloaded, typed any.
import {
  accept,
  Consumer,
  consumerGroup,
  deadLetter,
  defineRoutes,
  handled,
  reject,
  retry,
  shareGroup,
  skip,
  type AnyTopic,
  type BatchOf,
  type ConsumerGroupBatch,
  type ConsumerGroupBuilder,
  type ConsumerGroupClass,
  type ConsumerGroupContext,
  type ConsumerGroupHooks,
  type ConsumerRecord,
  type GroupContext,
  type Middleware,
  type PartitionControl,
  type RecordOf,
  type ShareGroupBatch,
  type ShareGroupBuilder,
  type ShareGroupClass,
  type ShareGroupContext,
  type ShareGroupHooks,
  type ShareGroupMiddleware,
} from 'samsa'
import { eu, orders, rawBytes, refunds, users } from './topics.js'

class Everything {
  async consume(order: RecordOf<typeof orders>, context: ConsumerGroupContext) {
    if (order.value.amount < 0) return skip('negative')
    if (order.value.amount > 9) return retry('later', { after: '5s' })
    if (order.value.amount > 8) return deadLetter('no')
    context.partition.pause()
    return handled
  }
}
class Sync {
  consume(order: RecordOf<typeof orders>) {
    void order.value.amount
  }
}
class Nothing {
  count = 0
  consume() {
    this.count++
  }
}
class BothKinds {
  async consume(order: RecordOf<typeof orders>, context: GroupContext) {
    await context.send(orders, { key: order.key, value: order.value })
  }
}
class BothKindsDead {
  async consume(_order: RecordOf<typeof orders>) {
    return deadLetter('x')
  }
}
class Wider {
  consume(record: ConsumerRecord<unknown, { amount: number }>) {
    void record.value.amount
  }
}
class AnyRecord {
  consume(record: ConsumerRecord) {
    void record.id
  }
}
class Untyped {
  consume(record: any, context: any) { // any: what JavaScript without JSDoc looks like
    void [record.value, context]
  }
}
class Users {
  consume(user: RecordOf<typeof users>) {
    return user.value === null ? handled : skip(user.value.name)
  }
}
class Two {
  consume(record: RecordOf<typeof orders | typeof refunds>) {
    return record.topic === 'orders' ? (record.value.amount > 1 ? skip('x') : handled) : skip(record.value.reason)
  }
}
class BatchC {
  async consumeBatch(batch: ConsumerGroupBatch<typeof orders>) {
    for (const order of batch) if (order.value.amount < 0) batch.settle(order, skip('negative'))
    const first = batch.at(0)
    if (first !== undefined) batch.settle(first, handled)
  }
}
class BatchS {
  async consumeBatch(batch: ShareGroupBatch<typeof orders>, context: ShareGroupContext) {
    for (const order of batch) batch.settle(order, order.value.amount ? accept : reject(`${context.deliveryCount}`))
  }
}
class BatchBoth {
  consumeBatch(batch: BatchOf<typeof orders>) {
    for (const order of batch) batch.settle(order, deadLetter('x'))
  }
}
class BatchIterable {
  consumeBatch(batch: Iterable<ConsumerRecord<string, { id: string }>>) {
    for (const order of batch) void order.value.id
  }
}
abstract class Store<V> {
  protected abstract save(value: V): Promise<void>
  async consume(record: ConsumerRecord<unknown, V>) {
    await this.save(record.value)
  }
}
@Consumer()
class StoreOrders extends Store<{ id: string; amount: number }> {
  protected override async save() {}
}
@Consumer({ inject: [Sync, 'token', undefined] })
class StoreRefunds extends Store<{ id: string }> {
  protected override async save() {}
}
abstract class For<T extends AnyTopic> {
  abstract handle(record: RecordOf<T>): Promise<void>
  consume(record: RecordOf<T>) {
    return this.handle(record)
  }
}
class ForOrders extends For<typeof orders> {
  override async handle(record: RecordOf<typeof orders>) {
    void record.value.amount
  }
}
function mixin<T extends AnyTopic>(_topic: T) {
  return class {
    consume(record: RecordOf<T>) {
      void record.id
    }
  }
}
class Mixed extends mixin(orders) {}
class Overloaded {
  consume(record: RecordOf<typeof orders>): void
  consume(record: RecordOf<typeof refunds>): void
  consume(record: ConsumerRecord) {
    void record
  }
}
class GenericMethod {
  consume<V>(record: ConsumerRecord<string, V>) {
    void record
  }
}
class GenericClass<V extends { id: string }> {
  consume(record: ConsumerRecord<unknown, V>) {
    void record.value.id
  }
}
class StaticDependencies {
  static readonly inject = [Sync]
  constructor(
    readonly dependency: Sync,
    readonly n: number,
  ) {}
  consume(_record: RecordOf<typeof orders>) {}
}
class Arrow {
  readonly consume = async (order: RecordOf<typeof orders>) => {
    void order.id
  }
}
class OptionalContext {
  consume(order: RecordOf<typeof orders>, context?: ConsumerGroupContext) {
    void [order, context]
  }
}
class Rest {
  consume(...args: [RecordOf<typeof orders>, GroupContext]) {
    void args
  }
}
class OptionalThird {
  consume(_order: RecordOf<typeof orders>, _context: GroupContext, _clock?: Date) {}
}
class MaybeAsync {
  consume(order: RecordOf<typeof orders>) {
    return order.value.amount ? Promise.resolve(skip('x')) : undefined
  }
}
class Hooked implements ConsumerGroupHooks {
  consume() {}
  onAssigned(partition: PartitionControl) {
    void partition.number
  }
  async onRevoked() {}
  readonly onShutdown = () => {}
}
class HookedShare implements ShareGroupHooks {
  consume() {}
  onLockLost(record: ConsumerRecord) {
    void record.id
  }
}
class ReturnsAny {
  consume(_record: any): any {} // any: what JavaScript without JSDoc looks like
}
const anyClass: any = Sync // any: what JavaScript without JSDoc looks like

const timing: Middleware = async (call, next) => {
  const start = performance.now()
  try {
    return await next()
  } finally {
    call.context.log.info(`${performance.now() - start}`)
  }
}
const onlyShare: ShareGroupMiddleware = async (call, next) => (call.context.deliveryCount > 3 ? reject('too often') : next())

function inGroup(group: ConsumerGroupBuilder, consumer: ConsumerGroupClass<typeof orders>) {
  group.topic(orders, { consumer })
}
function inShare(group: ShareGroupBuilder, consumer: ShareGroupClass<typeof orders>) {
  group.topic(orders, { consumer })
}

export default defineRoutes(
  consumerGroup('a', (group) => {
    group.topic(orders, { consumer: Everything, deadLetter: 'dlq', delivery: 'exactly-once', ordering: 'none', middleware: [] })
    group.topic(orders, { consumer: Sync })
    group.topic(orders, { consumer: Nothing })
    group.topic(orders, { consumer: BothKinds })
    group.topic(orders, { consumer: BothKindsDead })
    group.topic(orders, { consumer: Wider })
    group.topic(orders, { consumer: AnyRecord })
    group.topic(orders, { consumer: Untyped })
    group.topic(users, { consumer: Users, deadLetter: rawBytes })
    group.topic([orders, refunds], { consumer: Two })
    group.topic([orders, refunds], { consumer: StoreRefunds })
    group.topic([orders, eu], { consumer: StoreOrders })
    group.topic(orders, { consumer: BatchC, batch: { maxRecords: 500, maxWait: '100ms' } })
    group.topic(orders, { consumer: BatchBoth })
    group.topic(orders, { consumer: BatchIterable, batch: { maxBytes: '1MiB' } })
    group.topic(orders, { consumer: StoreOrders })
    group.topic(orders, { consumer: StoreRefunds })
    group.topic(orders, { consumer: ForOrders })
    group.topic(orders, { consumer: Mixed })
    group.topic(orders, { consumer: Overloaded })
    group.topic(orders, { consumer: GenericMethod })
    group.topic(orders, { consumer: GenericClass })
    group.topic(orders, { consumer: GenericClass<{ id: string; amount: number }> })
    group.topic(orders, { consumer: StaticDependencies })
    group.topic(eu, { consumer: StoreOrders })
    group.topic(orders, { consumer: class { consume() {} } })
    group.topic(orders, { consumer: Hooked })
    group.topic(orders, { consumer: ReturnsAny })
    group.topic(orders, { consumer: Arrow })
    group.topic(orders, { consumer: OptionalContext })
    group.topic(orders, { consumer: OptionalThird })
    group.topic(orders, { consumer: Rest })
    group.topic(orders, { consumer: MaybeAsync })
    group.topic(orders, { consumer: anyClass })
    group.use(timing)
    inGroup(group, Sync)
  }),
  shareGroup('b', (group) => {
    group.topic(orders, { consumer: Sync })
    group.topic(orders, { consumer: BothKinds })
    group.topic(orders, { consumer: BothKindsDead, deadLetter: 'dlq' })
    group.topic(orders, { consumer: BatchS })
    group.topic(orders, { consumer: BatchBoth })
    group.topic(orders, { consumer: StoreOrders, middleware: [timing, onlyShare] })
    group.topic([orders, refunds], { consumer: StoreRefunds })
    group.topic(orders, { consumer: HookedShare })
    group.use(onlyShare)
    inShare(group, Sync)
  }),
)
