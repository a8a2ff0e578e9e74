import type { Logger } from '@samsa/contracts'
import type { Class, Container } from '@samsa/routing'

interface Shown {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly key: unknown
  readonly value: unknown
  readonly headers: Iterable<readonly [string, unknown] | { readonly name: string }>
}

const decoded = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (error) {
    return error // the handler meets it too; the recovery of the route decides
  }
}

const logRecord = (log: Logger, record: Shown): void => {
  const { topic, partition, offset } = record
  log.info('record', {
    topic,
    partition,
    offset,
    key: decoded(() => record.key),
    value: decoded(() => record.value),
    headers: decoded(() => [...record.headers]),
  })
}

type Method = (input: Shown | Iterable<Shown>, context: { readonly log: Logger }) => unknown

const wrap = (instance: Record<string, unknown>, name: 'consume' | 'consumeBatch'): void => {
  const original = instance[name]
  if (typeof original !== 'function') return
  const show = (input: Shown | Iterable<Shown>, log: Logger): void => {
    for (const record of name === 'consume' ? [input as Shown] : (input as Iterable<Shown>)) logRecord(log, record)
  }
  const logged: Method = (input, context) => {
    show(input, context.log)
    return (original as Method).call(instance, input, context)
  }
  instance[name] = logged
}

/**
 * The same container, but consumers write a log line with key, value and headers of every record before they handle it: `--log-records`. This decodes
 * what a handler might not look at.
 */
export const logRecordsOf = <C extends Container>(container: C, consumers: ReadonlySet<Class<object>>): C => {
  const resolve = <I>(type: Class<I>): I => {
    const instance = container.resolve(type)
    if (consumers.has(type as Class<object>))
      for (const name of ['consume', 'consumeBatch'] as const) wrap(instance as Record<string, unknown>, name)
    return instance
  }
  const bound = (target: C, name: string | symbol): unknown => {
    if (name === 'resolve') return resolve
    const value: unknown = Reflect.get(target, name, target)
    if (typeof value !== 'function') return value
    const method = (...args: unknown[]): unknown => Reflect.apply(value, target, args)
    if (name !== 'createChildContainer') return method
    return (...args: unknown[]) => logRecordsOf(method(...args) as C, consumers)
  }
  return new Proxy(container, { get: bound })
}
