import { describe, expect, it } from '@jest/globals'
import { rawSerde } from './bytes-serde.js'
import { string } from './string-serde.js'
import { isTopic, isTopicPattern, topic, topics } from './topic.js'
import { topicNameProblem } from './topic-name.js'

describe('topic', () => {
  it('is a frozen value; what is left out is raw', () => {
    const orders = topic('orders', { key: string() })
    expect(orders).toEqual({ name: 'orders', key: string(), value: rawSerde })
    expect(Object.isFrozen(orders)).toBe(true)
  })

  it('is told apart from a pattern and from anything else', () => {
    const pattern = topics(/^orders\./)
    expect([isTopic(topic('a')), isTopicPattern(topic('a'))]).toEqual([true, false])
    expect([isTopic(pattern), isTopicPattern(pattern)]).toEqual([false, true])
    for (const other of ['orders', null, undefined, {}, { name: 'a' }, { name: 'a', key: {}, value: {} }, 1]) {
      expect([isTopic(other), isTopicPattern(other)]).toEqual([false, false])
    }
  })
})

describe('topicNameProblem', () => {
  it.each(['orders', 'a', 'A-b_c.1', '__dlq', 'x'.repeat(249)])('%s is a name', (name) => {
    expect(topicNameProblem(name)).toBeNull()
  })

  it.each([
    ['', 'at least one character'],
    ['.', "cannot be called '.'"],
    ['..', "cannot be called '..'"],
    ['x'.repeat(250), 'at most 249 characters, this one has 250'],
    ['a b', "not ' '"],
    ['größe', "not 'ö'"],
    ['a/b', "not '/'"],
    [1, 'is a string'],
  ])('%s is none', (name, reason) => {
    expect(topicNameProblem(name)).toContain(reason)
  })
})
