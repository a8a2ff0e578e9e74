import type { AnyTopic, Problem, RecordOf, Topics } from '@samsa/contracts'
import type { AbstractClass, Class, ConsumesBatch, ConsumesRecord, Method } from './consumer-class.js'
import type { GroupKind } from './group-kind.js'
import type { WrongHook } from './hooks.js'
import type { WhyNot, WhyNotBatch } from './why-not.js'

/**
 * `C` itself where the class fits the route; else a sentence. Infers `C`: `consumer: Fits<C, T, Kind>`.
 * A class that fits costs one comparison; reasons are looked for only where it does not. `[I]`, so that unions of instances stay whole.
 */
export type Fits<C, T extends Topics, Kind extends GroupKind> =
  C extends Class<infer I>
    ? [I] extends [{ readonly consume: Method; readonly consumeBatch: Method }]
      ? FitsAny<C, I>
      : [I] extends [ConsumesRecord<RecordOf<T>, Kind> | ConsumesBatch<RecordOf<T>, Kind>]
        ? [WrongHook<I>] extends [never]
          ? C
          : Problem<`${WrongHook<I>}() of this class has other parameters or returns than Samsa's hook of that name`>
        : [I] extends [{ readonly consume: infer M extends Method }]
          ? WhyNot<Parameters<M>, ReturnType<M>, RecordOf<T>, Kind>
          : [I] extends [{ readonly consumeBatch: infer M extends Method }]
            ? WhyNotBatch<Parameters<M>, ReturnType<M>, RecordOf<T>, Kind>
            : Problem<'this class has no consume(record, context) and no consumeBatch(batch, context): add one of them'>
    : C extends AbstractClass
      ? Problem<'this class is abstract: route a class that extends it'>
      : C extends { readonly consume: Method } | { readonly consumeBatch: Method }
        ? Problem<'consumer takes the class itself, not an instance: Samsa makes the instances'>
        : Problem<'consumer takes a class with a public constructor and consume(record, context) or consumeBatch(batch, context)'>

/** A class whose instances are `any` (JavaScript) has every method: it fits, and the start-up check looks again. */
type FitsAny<C, I> = 0 extends 1 & I ? C : Problem<'this class has both consume() and consumeBatch(): keep one of them'>

/** Share groups subscribe to exact names only. */
export type ExactNames<T> = [T] extends [AnyTopic | readonly AnyTopic[]]
  ? T
  : Problem<'a shareGroup subscribes to exact names: use a consumerGroup for topics(/pattern/)'>
