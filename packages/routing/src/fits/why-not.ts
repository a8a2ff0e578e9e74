import type {
  ConsumerGroupContext,
  ConsumerGroupOutcome,
  ConsumerRecord,
  Problem,
  RecordBatch,
  ShareGroupContext,
  ShareGroupOutcome,
} from '@samsa/contracts'
import type { GroupKind } from './group-kind.js'

// Reached only when a class does not fit: finds the first reason and says it in one sentence.

type First<P extends unknown[]> = P extends [(infer A)?, ...unknown[]] ? A : unknown
type Second<P extends unknown[]> = P extends [unknown?, (infer A)?, ...unknown[]] ? A : unknown
/** The records (of several topics) that the parameter does not take. */
type Refused<R, Taken> = R extends Taken ? never : R

/** Why `consume` does not fit. */
export type WhyNot<P extends unknown[], Returned, R extends ConsumerRecord, Kind extends GroupKind> = [R] extends [First<P>]
  ? WhyNotContext<'consume', P, Returned, Kind>
  : [First<P>] extends [RecordBatch<ConsumerRecord, never>]
    ? Problem<'consume() gets one record: rename it to consumeBatch(batch, context)'>
    : WhyNotRecord<First<P>, Refused<R, First<P>>>

/** Why `consumeBatch` does not fit. */
export type WhyNotBatch<P extends unknown[], Returned, R extends ConsumerRecord, Kind extends GroupKind> = [
  RecordBatch<R, Kind['outcome']>,
] extends [First<P>]
  ? WhyNotContext<'consumeBatch', P, Returned, Kind>
  : First<P> extends Iterable<infer Item>
    ? [R] extends [Item]
      ? Kind['name'] extends 'share'
        ? Problem<'this batch settles with outcomes of a consumerGroup: take a ShareGroupBatch'>
        : Problem<'this batch settles with outcomes of a shareGroup: take a ConsumerGroupBatch'>
      : WhyNotRecord<Item, Refused<R, Item>>
    : Problem<'consumeBatch() gets a batch: rename it to consume(record, context) for one record at a time'>

type WhyNotRecord<Taken, R extends ConsumerRecord> = Taken extends { readonly key: infer K; readonly value: infer V }
  ? [R['value']] extends [V]
    ? [R['key']] extends [K]
      ? Problem<`this class takes records of another topic than '${R['topic']}'`, { takes: Taken; carries: R['topic'] }>
      : [Exclude<R['key'], null>] extends [K]
        ? Problem<`topic '${R['topic']}' has records without key: take key: … | null`>
        : Problem<`this class takes another key than topic '${R['topic']}' carries`, Difference<K, R['key']>>
    : [Exclude<R['value'], null>] extends [V]
      ? Problem<`topic '${R['topic']}' carries tombstones: take value: … | null`>
      : Problem<`this class takes another value than topic '${R['topic']}' carries`, Difference<V, R['value']>>
  : Problem<`this class takes no records: use RecordOf<typeof topic> of topic '${R['topic']}'`, { takes: Taken }>

/** Only the fields that differ, so that the message survives the checker's limit of about 160 characters. */
type Difference<Takes, Carries> = [Takes, Carries] extends [object, object]
  ? {
      [K in keyof Takes as FieldFits<Carries, Takes, K> extends true ? never : K]: {
        takes: Takes[K]
        carries: K extends keyof Carries ? Carries[K] : undefined
      }
    }
  : { takes: Takes; carries: Carries }
type FieldFits<Carries, Takes, K extends keyof Takes> = Carries extends { [P in K]: Takes[K] } ? true : false

type WhyNotContext<Name extends string, P extends unknown[], Returned, Kind extends GroupKind> = [Kind['context']] extends [Second<P>]
  ? P extends [unknown, unknown, unknown, ...unknown[]]
    ? Problem<`${Name}() is called with two arguments: take the rest by constructor injection`>
    : Name extends 'consumeBatch'
      ? Problem<'consumeBatch() returns nothing: settle single records with batch.settle(record, outcome)', { returns: Awaited<Returned> }>
      : WhyNotOutcome<Exclude<Awaited<Returned>, Kind['outcome'] | void | undefined>, Kind>
  : WhyNotContextOf<Name, Second<P>, Kind>

type WhyNotContextOf<Name extends string, Taken, Kind extends GroupKind> = Kind['name'] extends 'share'
  ? [ConsumerGroupContext] extends [Taken]
    ? Problem<'this class needs a ConsumerGroupContext: route it in a consumerGroup, or take a ShareGroupContext'>
    : Problem<`the second argument of ${Name}() in a shareGroup is a ShareGroupContext`, { takes: Taken }>
  : [ShareGroupContext] extends [Taken]
    ? Problem<'this class needs a ShareGroupContext: route it in a shareGroup, or take a ConsumerGroupContext'>
    : Problem<`the second argument of ${Name}() in a consumerGroup is a ConsumerGroupContext`, { takes: Taken }>

type WhyNotOutcome<Foreign, Kind extends GroupKind> = [Foreign] extends [ConsumerGroupOutcome | ShareGroupOutcome]
  ? Problem<
      Kind['name'] extends 'share'
        ? `${Instead<Foreign>}, or route this class in a consumerGroup`
        : `${Instead<Foreign>}, or route this class in a shareGroup`
    >
  : Problem<'consume() returns nothing or an outcome such as deadLetter(reason)', { returns: Foreign }>

interface InsteadOf {
  handled: 'a shareGroup has no handled: return accept'
  retry: 'a shareGroup has no retry(): return release(reason) or throw'
  skip: 'a shareGroup has no skip(): return reject(reason)'
  accept: 'a consumerGroup has no accept: return handled'
  release: 'a consumerGroup has no release(): return retry(reason)'
  reject: 'a consumerGroup has no reject(): return skip(reason)'
}
type Instead<Outcome> = Outcome extends { readonly outcome: infer Name extends keyof InsteadOf } ? InsteadOf[Name] : never
