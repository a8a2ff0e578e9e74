import { topic } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup } from '../consumer-group.js'
import { shareGroup } from '../share-group.js'
import { compileWithBrokers } from '../testing/compile-with-brokers.js'

const orders = topic('orders')
const inGroup = (consumer: unknown) => compileWithBrokers([consumerGroup('g', (group) => group.topic(orders, { consumer } as never))])
const inShare = (consumer: unknown) => compileWithBrokers([shareGroup('g', (group) => group.topic(orders, { consumer } as never))])
const reasons = (compiled: ReturnType<typeof inGroup>): readonly string[] => compiled.problems.map(({ reason }) => reason)

class Base {
  consume() {}
  onRevoked() {}
}
class Inherits extends Base {
  onAssigned() {}
}
class Batch {
  consumeBatch() {}
}
class Arrow {
  consume = () => undefined
}
class BatchArrow {
  consumeBatch = async () => undefined
}

describe('checkConsumerClass', () => {
  it('finds the method, inherited or written as a field', () => {
    for (const type of [Base, Inherits, Arrow])
      expect(inGroup(type).plan.groups[0]?.topics[0]).toMatchObject({ shape: 'record', consumer: type.name })
    for (const type of [Batch, BatchArrow]) expect(inGroup(type).plan.groups[0]?.topics[0]).toMatchObject({ shape: 'batch' })
    expect(inGroup(Inherits).problems).toEqual([])
    expect(inGroup(Inherits).bindings.get('g/orders')?.hooks).toEqual(['onAssigned', 'onRevoked'])
  })

  it('refuses what is no class, or none that consumes', () => {
    class Neither {
      handle() {}
    }
    class Both {
      consume() {}
      consumeBatch() {}
    }
    expect(reasons(inGroup(undefined))).toEqual(['this route has no consumer'])
    expect(reasons(inGroup(new Base()))).toEqual(['consumer takes the class itself, not an instance'])
    expect(reasons(inGroup(new Arrow()))).toEqual(['consumer takes the class itself, not an instance'])
    expect(reasons(inGroup('Base'))).toEqual(["'Base' is no class"])
    const handler = () => undefined
    expect(reasons(inGroup(handler))).toEqual(['the function handler is no class'])
    expect(reasons(inGroup(Neither))).toEqual(['Neither has no consume(record, context) and no consumeBatch(batch, context)'])
    expect(reasons(inGroup(Both))).toEqual(['Both has both consume() and consumeBatch()'])
    expect(inGroup(Both).bindings.size).toBe(0)
  })

  it('names hooks that do not exist, and those of the other kind', () => {
    class Misspelt {
      consume() {}
      onAsigned() {}
      only() {}
      on() {}
    }
    class Lock {
      consume() {}
      onLockLost() {}
    }
    expect(inGroup(Misspelt).problems).toMatchObject([
      {
        code: 'SAMSA_CONSUMER_INVALID',
        reason: 'Misspelt.onAsigned() looks like a hook and is none',
        cure: 'a consumerGroup calls onAssigned, onRevoked, onIdle, onShutdown: rename it',
      },
    ])
    expect(inGroup(Lock).problems).toMatchObject([{ reason: 'Lock.onLockLost() is a hook of a shareGroup' }])
    expect(inShare(Lock).problems).toEqual([])
    expect(inShare(Lock).bindings.get('g/orders')?.hooks).toEqual(['onLockLost'])
    expect(inShare(Inherits).problems).toMatchObject([
      { reason: 'Inherits.onAssigned() is a hook of a consumerGroup' },
      { reason: 'Inherits.onRevoked() is a hook of a consumerGroup' },
    ])
  })
})
