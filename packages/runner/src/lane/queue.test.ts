import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Queue } from './queue.js'

const step = fc.oneof(
  fc.record({ do: fc.constant('push' as const), items: fc.array(fc.integer(), { maxLength: 90 }) }),
  fc.record({ do: fc.constant('put first' as const), items: fc.array(fc.integer(), { maxLength: 4 }) }),
  fc.record({ do: fc.constant('take' as const), items: fc.array(fc.integer(), { maxLength: 90 }) }),
)

describe('a queue', () => {
  it('does what an array does, whatever is pushed, put first and taken', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (all) => {
        const queue = new Queue<number>()
        const model: number[] = []
        for (const { do: what, items } of all) {
          if (what === 'put first') {
            queue.putFirst(items)
            model.unshift(...items)
          }
          for (const item of what === 'put first' ? [] : items) {
            if (what === 'push') queue.push(item)
            else expect(queue.take()).toBe(model.shift())
            if (what === 'push') model.push(item)
          }
          expect([queue.length, queue.first, queue.all]).toEqual([model.length, model[0], model])
        }
      }),
    )
  })
})
