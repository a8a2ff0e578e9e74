import { describe, expect, it } from '@jest/globals'
import { atOnce } from './at-once.js'

describe('atOnce', () => {
  it('passes on what is there', () => {
    for (const answer of [undefined, null, 0, 'text', { now: 1 }]) expect(atOnce('the hook', answer)).toBe(answer)
  })

  it('refuses a promise, and keeps its rejection from ending the process', async () => {
    expect(() => atOnce('the hook', Promise.reject(new Error('late')))).toThrow('the hook answered a promise: answer at once')
    await new Promise((resolve) => setImmediate(resolve))
  })
})
