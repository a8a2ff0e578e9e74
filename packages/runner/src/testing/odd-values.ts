import { SamsaError } from '@samsa/contracts'

const refuse = (): never => {
  throw new Error('not yours')
}
/** An error whose parts of these names cannot be looked at. */
const hiding = (error: Error, ...names: readonly string[]): Error =>
  Object.defineProperties(error, Object.fromEntries(names.map((name) => [name, { get: refuse }])))
const roundCause = new SamsaError('SAMSA_KAFKA', 'round')
Object.defineProperty(roundCause, 'cause', { value: roundCause })

/** What user code can throw or return that resists being looked at, by what is odd about it. */
export const oddValues: readonly (readonly [what: string, value: unknown])[] = [
  ['a message that throws', hiding(new Error('no'), 'message')],
  ['a code that throws', hiding(new Error('no'), 'code')],
  ['a name that throws', hiding(new Error('no'), 'name')],
  ['everything throws', hiding(new Error('no'), 'stack', 'message', 'name', 'code', 'cause', 'outcome', 'then')],
  ['no message', Object.assign(new Error('no'), { message: null })],
  ['a message that is a symbol', Object.assign(new Error('no'), { message: Symbol('m'), name: Symbol('n') })],
  ['an error of ours whose message throws', hiding(new SamsaError('SAMSA_KAFKA', 'no'), 'message')],
  ['an error that only calls itself one of ours', Object.assign(new Error('no'), { name: 'SamsaError', code: 'SAMSA_DESERIALIZE' })],
  ['an error of ours that is its own cause', roundCause],
  ['an outcome that throws', hiding({} as Error, 'outcome')],
  ['a promise that throws', hiding({} as Error, 'then')],
  ['a proxy', new Proxy({}, { get: refuse, getPrototypeOf: refuse, has: refuse })],
  ['no class', Object.create(null)],
  ['a symbol', Symbol('s')],
]

/** Reasons of an outcome that are none. */
export const oddReasons: readonly unknown[] = [undefined, null, 404, { text: 'x' }, Symbol('s')]
