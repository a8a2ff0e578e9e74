import 'reflect-metadata'
import { SamsaError, type Problem } from '@samsa/contracts'
import { inject as injectParameter, injectable, type InjectionToken } from 'tsyringe'
import type { Method } from './fits/consumer-class.js'

/** What `@Consumer` takes. */
export interface ConsumerOptions {
  /** What the constructor is given, by position, for builds that emit no decorator metadata: classes or tokens of the container. */
  readonly inject?: readonly (InjectionToken | undefined)[] | undefined
}

type ConsumerShape<C> = C extends abstract new (...args: never[]) => infer I
  ? I extends { readonly consume: Method; readonly consumeBatch: Method }
    ? 0 extends 1 & I
      ? C
      : Problem<'a consumer class has consume() or consumeBatch(), not both'>
    : I extends { readonly consume: Method } | { readonly consumeBatch: Method }
      ? C
      : Problem<'a consumer class needs consume(record, context) or consumeBatch(batch, context)'>
  : Problem<'@Consumer() decorates classes'>

/** How a class was decorated. */
export interface ConsumerMark {
  /** `standard`: the build uses TC39 decorators, which carry no types. */
  readonly decorators: 'legacy' | 'standard'
  readonly inject: readonly (InjectionToken | undefined)[]
}

const mark = Symbol.for('samsa.consumer')

/**
 * Marks a class as a consumer that the container may build. Needed only where the constructor takes something.
 * Import injected classes themselves, never with `import type`: otherwise nothing can be injected.
 */
export function Consumer(options: ConsumerOptions = {}): <C>(target: ConsumerShape<C>) => void {
  const tokens = Object.freeze([...(options.inject ?? [])])
  return (...given: readonly unknown[]) => {
    const target = given[0] as new (...args: unknown[]) => unknown
    if (typeof target !== 'function')
      throw new SamsaError('SAMSA_CONSUMER_INVALID', '@Consumer() decorates classes: write it in front of `export class`')
    const standard = typeof given[1] === 'object' && given[1] !== null
    tokens.forEach((token, position) => {
      if (token !== undefined) injectParameter(token as InjectionToken<unknown>)(target, undefined, position)
    })
    injectable()(target)
    Reflect.defineMetadata(mark, { decorators: standard ? 'standard' : 'legacy', inject: tokens } satisfies ConsumerMark, target)
  }
}

/** How `target` itself (not a class it extends) was decorated; `null` where it was not. */
export function consumerMark(target: object): ConsumerMark | null {
  return (Reflect.getOwnMetadata(mark, target) as ConsumerMark | undefined) ?? null
}
