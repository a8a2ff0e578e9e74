// Options: which exist where, and what they take.
import {
  Consumer,
  container,
  consumerGroup,
  defineRoutes,
  defineWorker,
  exponential,
  fixed,
  linear,
  retry,
  shareGroup,
  type Container,
  type Duration,
  type Middleware,
  type RecordOf,
  type Size,
  type Worker,
} from 'samsa'
import { same, type Equal } from './same.js'
import { orders, rawBytes } from './topics.js'

class Order {
  consume(order: RecordOf<typeof orders>) {
    void order.value.amount
  }
}
class Orders {
  consumeBatch() {}
}
const step: Middleware = (_call, next) => next()
const { env } = process

export const routes = defineRoutes(
  consumerGroup('a', (group) => {
    group.options({ protocol: 'classic', assignor: 'cooperative-sticky', instanceId: env['POD_NAME'], initialOffset: '-6h' })
    group.options({ isolation: 'read_uncommitted', commit: 'each', commitInterval: '1s', buffer: '32MiB', drain: '25s', cluster: env['CLUSTER'] })
    group.options({ kafka: { 'session.timeout.ms': 6000, 'partition.assignment.strategy': 'range', 'security.protocol': env['X'], 'fetch.min.bytes': env['X'] } })
    group.options({ retry: { attempts: 3 }, deadLetter: false, whenExhausted: 'hold', breaker: { failures: 5, pause: '1m' }, flood: { records: 5, within: '1m' } })
    group.topic(orders, {
      consumer: Order,
      ordering: undefined,
      initialOffset: new Date(),
      concurrency: 64,
      timeout: '30s',
      stuckAfter: '5m',
      delay: '1m',
      expire: '24h',
      rateLimit: { records: 100, per: '1s' },
      middleware: [step],
      whenExhausted: 'skip',
      retry: {
        attempts: undefined,
        backoff: exponential('200ms', { max: '30s', jitter: true }),
        topics: ['10s', '1m'],
        on: [
          { error: TypeError, action: 'deadLetter' },
          { error: 'ECONNRESET', action: 'retry' },
          { error: (error) => error === 1, action: { deadLetter: rawBytes } },
          { error: RangeError, action: 'skip' },
        ],
      },
      deadLetter: { topic: (record) => `dlq.${record.topic}`, transform: () => null, headers: () => ({ a: 'b' }), create: false },
    })
    group.topic(orders, { consumer: Orders, batch: { maxRecords: undefined, maxWait: 100, maxBytes: 5 }, retry: { backoff: fixed('1s') }, deadLetter: true })
    group.topic(orders, { consumer: Orders, retry: { backoff: (attempt, error) => (error instanceof TypeError ? attempt : linear('1s') && '5s') } })
    group.topic(orders, { consumer: Order, deadLetter: rawBytes, whenExhausted: undefined, retry: { on: undefined, backoff: undefined } })
    group.topic(orders, { consumer: Order, deadLetter: { topic: rawBytes, transform: (record, error) => `${record.id} ${String(error)}`, headers: undefined } })
    group.topic(orders, { consumer: Order, deadLetter: { transform: () => new Uint8Array(1), headers: (record) => ({ at: record.topic, raw: new Uint8Array(1), none: null }) } })
    group.options({ deadLetter: { create: false }, retry: { on: [{ error: 'EPIPE', action: 'skip' }] }, whenExhausted: 'stop' })
    // @ts-expect-error a group's action of the other kind
    group.options({ retry: { on: [{ error: TypeError, action: 'reject' }] } })
    // @ts-expect-error a group's end of the other kind
    group.options({ whenExhausted: 'reject' })
    // @ts-expect-error a topic of a rule is named
    group.topic(orders, { consumer: Order, retry: { on: [{ error: TypeError, action: { deadLetter: true } }] } })
    // @ts-expect-error an error is a class, a code or a function
    group.topic(orders, { consumer: Order, retry: { on: [{ error: new TypeError('x'), action: 'retry' }] } })
    // @ts-expect-error a rule says what happens
    group.topic(orders, { consumer: Order, retry: { on: [{ error: TypeError }] } })
    // @ts-expect-error attempts are a number
    group.topic(orders, { consumer: Order, retry: { attempts: '5' } })
    // @ts-expect-error hooks answer at once
    group.topic(orders, { consumer: Order, deadLetter: { topic: async () => 'x' } })
    // @ts-expect-error hooks answer at once
    group.topic(orders, { consumer: Order, deadLetter: { transform: async () => null } })
    // @ts-expect-error a backoff answers at once
    group.topic(orders, { consumer: Order, retry: { backoff: async () => '5s' } })
    // @ts-expect-error a misspelt hook
    group.topic(orders, { consumer: Order, deadLetter: { transfrom: () => null } })
    // @ts-expect-error dead letters are on, off or somewhere
    group.topic(orders, { consumer: Order, deadLetter: 5 })
    // @ts-expect-error an option that does not exist
    group.topic(orders, { consumer: Order, orderBy: 'key' })
    // @ts-expect-error a misspelt value
    group.topic(orders, { consumer: Order, ordering: 'keys' })
    // @ts-expect-error a duration with a space
    group.topic(orders, { consumer: Order, timeout: '200 ms' })
    // @ts-expect-error a fraction
    group.topic(orders, { consumer: Order, timeout: '1.5s' })
    // @ts-expect-error batch: of a class with consume()
    group.topic(orders, { consumer: Order, batch: { maxRecords: 5 } })
    // @ts-expect-error an action of the other kind
    group.topic(orders, { consumer: Order, retry: { on: [{ error: TypeError, action: 'release' }] } })
    // @ts-expect-error the other kind's end
    group.topic(orders, { consumer: Order, whenExhausted: 'reject' })
    // @ts-expect-error only a share group counts deliveries
    group.topic(orders, { consumer: Order, deadLetter: { afterDeliveries: 3 } })
    // @ts-expect-error only a share group's broker writes dead letters
    group.topic(orders, { consumer: Order, deadLetter: { broker: 'dlq' } })
    // @ts-expect-error a setting of share groups
    group.topic(orders, { consumer: Order, offsetReset: 'earliest' })
    // @ts-expect-error a setting of share groups
    group.topic(orders, { consumer: Order, lockDuration: '30s' })
    // @ts-expect-error a consumer group has no settings
    group.settings({ lockDuration: '30s' })
    // @ts-expect-error a consumer group has one member in each worker
    group.options({ members: 2 })
    // @ts-expect-error a misspelt option
    group.options({ comitInterval: '1s' })
    // @ts-expect-error a size with a wrong unit
    group.options({ buffer: '32MB' })
    // @ts-expect-error Samsa commits
    group.options({ kafka: { 'enable.auto.commit': true } })
    // @ts-expect-error Samsa decides where to begin
    group.options({ kafka: { 'auto.offset.reset': 'earliest' } })
    // @ts-expect-error the id of the block
    group.options({ kafka: { 'group.id': 'b' } })
    // @ts-expect-error an option of the group
    group.options({ kafka: { 'group.instance.id': 'b' } })
    // @ts-expect-error no property of librdkafka
    group.options({ kafka: { 'fetch.min.byte': 5 } })
    // @ts-expect-error no value of this property
    group.options({ kafka: { 'fetch.min.bytes': true } })
  }),
  shareGroup('b', (group) => {
    group.settings({ offsetReset: 'earliest', lockDuration: '30s', deliveryCountLimit: 5, isolation: 'read_committed' }, { policy: 'verify' })
    group.settings({ offsetReset: '-6h', heartbeatInterval: '5s', sessionTimeout: '45s', assignmentInterval: 0, maxRecordLocks: 2000 })
    group.options({ members: 2, kafka: { 'fetch.wait.max.ms': 500 }, cluster: 'default', drain: '5s', retry: { attempts: 2 } })
    group.topic(orders, { consumer: Order, concurrency: 32, timeout: '10s', whenExhausted: 'reject', retry: { on: [{ error: TypeError, action: 'release' }] } })
    group.topic(orders, { consumer: Order, deadLetter: { topic: 'dlq', afterDeliveries: 3 }, rateLimit: { records: 1, per: '1s' }, expire: '1h' })
    group.topic(orders, { consumer: Orders, batch: { maxRecords: 100 } })
    group.options({ deadLetter: { broker: 'dlq.b' }, whenExhausted: 'stop', retry: { on: [{ error: 'EPIPE', action: 'reject' }, { error: Error, action: { deadLetter: 'x' } }] } })
    group.topic(orders, { consumer: Order, deadLetter: false, whenExhausted: 'reject', retry: { attempts: 3, on: [{ error: RangeError, action: 'stop' }] } })
    // @ts-expect-error a group's action of the other kind
    group.options({ retry: { on: [{ error: TypeError, action: 'skip' }] } })
    // @ts-expect-error a group's end of the other kind
    group.options({ whenExhausted: 'skip' })
    // @ts-expect-error deliveries are counted
    group.topic(orders, { consumer: Order, deadLetter: { afterDeliveries: '3' } })
    // @ts-expect-error the broker's topic is a name
    group.topic(orders, { consumer: Order, deadLetter: { broker: true } })
    // @ts-expect-error a share group keeps no order
    group.topic(orders, { consumer: Order, ordering: 'key' })
    // @ts-expect-error a share group keeps no order, not even by the default's name
    group.topic(orders, { consumer: Order, ordering: 'partition' })
    // @ts-expect-error at least once only
    group.topic(orders, { consumer: Order, delivery: 'exactly-once' })
    // @ts-expect-error no positions
    group.topic(orders, { consumer: Order, initialOffset: 'earliest' })
    // @ts-expect-error nothing is held back
    group.topic(orders, { consumer: Order, delay: '1m' })
    // @ts-expect-error a setting of the group
    group.topic(orders, { consumer: Order, lockDuration: '30s' })
    // @ts-expect-error the other kind's end
    group.topic(orders, { consumer: Order, whenExhausted: 'hold' })
    // @ts-expect-error an action of the other kind
    group.topic(orders, { consumer: Order, retry: { on: [{ error: TypeError, action: 'skip' }] } })
    // @ts-expect-error a duration in words
    group.settings({ lockDuration: '30 sec' })
    // @ts-expect-error a misspelt setting
    group.settings({ lockDurations: '30s' })
    // @ts-expect-error a policy that does not exist
    group.settings({}, { policy: 'overwrite' })
    // @ts-expect-error an option of the worker, not a setting of the group
    group.settings({ members: 2 })
    // @ts-expect-error where to begin has another name in a share group
    group.settings({ initialOffset: 'earliest' })
    // @ts-expect-error the policy has its own argument
    group.settings({ lockDuration: '30s', policy: 'apply' })
    // @ts-expect-error the broker decides for a share group
    group.options({ kafka: { 'session.timeout.ms': 6000 } })
    // @ts-expect-error the broker shares the partitions out
    group.options({ kafka: { 'partition.assignment.strategy': 'range' } })
    // @ts-expect-error Samsa acknowledges
    group.options({ kafka: { 'share.acknowledgement.mode': 'implicit' } })
    // @ts-expect-error a setting of the group, not an option
    group.options({ sessionTimeout: '45s' })
    // @ts-expect-error members are the group's
    group.topic(orders, { consumer: Order, members: 2 })
    // @ts-expect-error a share group has no protocol to choose
    group.options({ protocol: 'classic' })
    // @ts-expect-error no static members
    group.options({ instanceId: 'a' })
    // @ts-expect-error nothing is committed
    group.options({ commit: 'each' })
    // @ts-expect-error a setting of the group on the broker
    group.options({ isolation: 'read_committed' })
  }),
)

export const worker = defineWorker({
  routes,
  kafka: { 'bootstrap.servers': env['KAFKA_BROKERS'], 'sasl.password': env['PASSWORD'], 'linger.ms': 5 },
  clusters: { eu: { 'bootstrap.servers': env['EU'] }, us: undefined },
  name: env['NAME'],
  container,
  setup: async (own) => void own.register('x', { useValue: 1 }),
  teardown: () => undefined,
  drain: '25s',
  startTimeout: 60_000,
  health: { port: env['PORT'], status: 'public' },
  retry: { attempts: 5, on: [{ error: RangeError, action: 'stop' }, { error: 'EPIPE', action: { deadLetter: rawBytes } }] },
  deadLetter: { create: false, headers: (record) => ({ at: record.topic }) },
  whenExhausted: 'stop',
})
same<Equal<typeof worker, Worker>>()
export const plain = defineWorker({ routes, setup: (own) => void own.registerInstance('x', 1), retry: undefined, health: undefined, clusters: undefined, kafka: undefined })

const map = new Map<unknown, unknown>()
const own: Container & { readonly extra: number } = { resolve: (type) => (map.get(type) ?? new type()) as InstanceType<typeof type>, extra: 1 }
export const ownContainer = defineWorker({ routes, container: own, setup: (one) => void one.extra })

// @ts-expect-error routes are what defineRoutes returned
defineWorker({ routes: [], kafka: {} })
// @ts-expect-error there is no worker without routes
defineWorker({ kafka: {} })
// @ts-expect-error Samsa commits
defineWorker({ routes, kafka: { 'enable.auto.commit': true } })
// @ts-expect-error the id of the block
defineWorker({ routes, clusters: { eu: { 'group.id': 'x' } } })
// @ts-expect-error no property of librdkafka
defineWorker({ routes, kafka: { brokers: 'localhost' } })
// @ts-expect-error an action of one kind of group
defineWorker({ routes, retry: { on: [{ error: TypeError, action: 'skip' }] } })
// @ts-expect-error deliveries of one kind of group
defineWorker({ routes, deadLetter: { afterDeliveries: 3 } })
// @ts-expect-error dead letters of one kind of group
defineWorker({ routes, deadLetter: { broker: 'dlq.all' } })
// @ts-expect-error a duration with a space
defineWorker({ routes, drain: '25 s' })
// @ts-expect-error a container builds classes
defineWorker({ routes, container: {} })
// @ts-expect-error blocks and routes only
defineRoutes(worker)
// @ts-expect-error the block's function is given
consumerGroup('a')
// @ts-expect-error tokens are given in a list
Consumer({ inject: Order })
// @ts-expect-error a duration with a space
retry('x', { after: '5 s' })
// @ts-expect-error a duration with a space
exponential('200 ms')
// @ts-expect-error a sign of its own
export const plus: Duration = '+10s'
// @ts-expect-error an exponent
export const exponent: Duration = '1e3ms'
// @ts-expect-error days are no unit
export const days: Duration = '1d'
// @ts-expect-error a unit of ten
export const kb: Size = '64KB'
