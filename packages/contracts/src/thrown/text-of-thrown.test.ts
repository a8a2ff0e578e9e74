import { describe, expect, it } from '@jest/globals'
import { textOfThrown } from './text-of-thrown.js'

const refuse = (): never => {
  throw new Error('not yours')
}
const hiding = (...names: readonly string[]): Error =>
  Object.defineProperties(new TypeError('no'), Object.fromEntries(names.map((name) => [name, { get: refuse }])))

describe('textOfThrown', () => {
  it.each([
    ['the message of an error', new Error('no'), 'no'],
    ['its name where it has no message', new TypeError(''), 'TypeError'],
    ['its name where its message is no text', Object.assign(new Error('no'), { message: null }), 'Error'],
    ['its name where its message cannot be looked at', hiding('message'), 'TypeError'],
    ['what is left where neither can be', hiding('message', 'name'), 'an error without a message'],
    ['what is left where neither is text', Object.assign(new Error('no'), { message: Symbol('m'), name: 1 }), 'an error without a message'],
    ['a text', 'boo', 'boo'],
    ['a number', 404, '404'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['an outcome', { outcome: 'skip', reason: 'x' }, "the outcome 'skip'"],
    ['an object without a class', Object.create(null), 'an object'],
    ['a proxy that refuses everything', new Proxy({}, { get: refuse, getPrototypeOf: refuse }), 'an object'],
    ['a function', () => 1, 'a function'],
  ])('is %s', (_name, thrown, text) => expect(textOfThrown(thrown)).toBe(text))
})
