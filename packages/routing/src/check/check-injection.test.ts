import 'reflect-metadata'
import { topic } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { container, inject, injectable } from 'tsyringe'
import { Consumer } from '../consumer.js'
import { consumerGroup } from '../consumer-group.js'
import type { WorkerOptions } from '../define-worker.js'
import { compileWithBrokers } from '../testing/compile-with-brokers.js'

const orders = topic('orders')
const compile = (consumer: unknown, options: Partial<WorkerOptions> = {}) =>
  compileWithBrokers([consumerGroup('g', (group) => group.topic(orders, { consumer } as never))], options)
const reasons = (consumer: unknown, options?: Partial<WorkerOptions>): readonly string[] =>
  compile(consumer, options).problems.map(({ reason }) => reason)

interface Clock {
  now(): number
}
@injectable()
class Payments {
  readonly charged: string[] = []
}
class Undecorated {
  constructor(readonly payments: Payments) {}
  consume() {}
}
@Consumer()
class Decorated {
  constructor(readonly payments: Payments) {}
  consume() {}
}
@Consumer()
class Interfaces {
  constructor(
    readonly payments: Payments,
    readonly clock: Clock,
    readonly name: string,
    @inject('limit') readonly limit: number,
  ) {}
  consume() {}
}
@Consumer({ inject: [undefined, 'clock', 'name'] })
class Tokens {
  constructor(
    readonly payments: Payments,
    readonly clock: Clock,
    readonly name: string,
  ) {}
  consume() {}
}
class Heir extends Decorated {}
@Consumer()
class DecoratedHeir extends Decorated {}
@Consumer()
class HeirOfUndecorated extends Undecorated {}
class OwnConstructor extends Decorated {
  constructor() {
    super(new Payments())
  }
}
@Consumer()
class Default {
  constructor(readonly size: number = 5) {}
  consume() {}
}
class Plain {
  consume() {}
}

describe('checkInjection', () => {
  it('lets through what the container can build', () => {
    for (const type of [Plain, Decorated, DecoratedHeir, OwnConstructor, Tokens]) expect(reasons(type)).toEqual([])
    expect(container.resolve(Decorated).payments).toBeInstanceOf(Payments)
    expect(container.resolve(DecoratedHeir).payments).toBeInstanceOf(Payments)
  })

  it('names class, position and both cures', () => {
    expect(compile(Interfaces).problems).toMatchObject([
      {
        code: 'SAMSA_INJECTION',
        path: "consumerGroup('g').topic('orders').consumer",
        reason: expect.stringMatching(
          /^parameter 2 of the constructor of Interfaces has no class at run time: its type is recorded as Object /,
        ),
        cure: 'import the class itself, not with `import type`, or write @Consumer({ inject: [undefined, TheClass] })',
      },
      { reason: 'parameter 3 of the constructor of Interfaces has no class at run time: its type is recorded as string' },
    ])
    expect(reasons(Default)).toEqual(['parameter 1 of the constructor of Default has no class at run time: its type is recorded as number'])
  })

  it('sees constructors that would be called with undefined', () => {
    expect(reasons(Undecorated)).toEqual(['Undecorated takes constructor parameters and is not decorated'])
    expect(reasons(Heir)).toEqual(['Heir inherits the constructor of Decorated without @Consumer(), so its parameters would be undefined'])
    expect(reasons(HeirOfUndecorated)).toEqual([
      'parameter 1 of the constructor that HeirOfUndecorated inherits from Undecorated cannot be injected: Undecorated is not decorated, so no types were recorded',
    ])
    expect(container.resolve(Heir).payments).toBeUndefined() // why it is refused
  })

  it('knows builds without decorator metadata, and standard decorators', () => {
    class Bare {
      constructor(readonly payments: Payments) {}
      consume() {}
    }
    class Standard {
      constructor(readonly payments: Payments) {}
      consume() {}
    }
    class Injected {
      constructor(
        readonly payments: Payments,
        readonly name: string,
      ) {}
      consume() {}
    }
    Consumer()(Bare)
    const decorate = Consumer() as unknown as (target: unknown, context: object) => void
    decorate(Standard, { kind: 'class', name: 'Standard' })
    Consumer({ inject: [Payments, 'name'] })(Injected)
    expect(compile(Bare).problems).toMatchObject([
      {
        reason: 'parameter 1 of the constructor of Bare cannot be injected: this build records no types',
        cure: expect.stringContaining('@Consumer({ inject: [TheClass, …] })'),
      },
    ])
    expect(reasons(Standard)).toEqual([
      'parameter 1 of the constructor of Standard cannot be injected: standard (TC39) decorators record no types',
    ])
    expect(reasons(Injected)).toEqual([])
    const child = container.createChildContainer()
    child.register('name', { useValue: 'injected' })
    expect(child.resolve(Injected)).toMatchObject({ name: 'injected', payments: expect.any(Payments) })
  })

  it('looks at what is injected, unless setup can still register it', () => {
    class Gateway {
      constructor(readonly url: string) {}
    }
    @Consumer()
    class Deep {
      constructor(readonly gateway: Gateway) {}
      consume() {}
    }
    expect(reasons(Deep)).toEqual(['Gateway takes constructor parameters and is not decorated'])
    expect(reasons(Deep, { setup: () => undefined })).toEqual([])
    const own = container.createChildContainer()
    own.register(Gateway, { useValue: new Gateway('http://x') })
    expect(reasons(Deep, { container: own })).toEqual([])
  })

  it('does not second-guess a container that is not tsyringe', () => {
    expect(
      reasons(Undecorated, { container: { resolve: (type: new (payments: Payments) => unknown) => new type(new Payments()) } as never }),
    ).toEqual([])
  })
})
