import { describe, expect, it } from '@jest/globals'
import { redacted, SamsaError } from '@samsa/contracts'
import { createRedactor } from './redactor.js'

describe('createRedactor', () => {
  const redactor = createRedactor()
  redactor.learn({ clusters: { default: { 'sasl.password': 'pa"ss w0rd!', 'sasl.username': 'bob', 'client.id': 'shop' } } })

  it('takes known secrets out of any text, also where JSON escaped them', () => {
    expect(redactor.text('failed for pa"ss w0rd! at line 3')).toBe(`failed for ${redacted} at line 3`)
    expect(redactor.text(JSON.stringify({ note: 'pa"ss w0rd!' }))).toBe(`{"note":"${redacted}"}`)
  })

  it('finds secrets at any depth of plain data, and looks into nothing else', () => {
    const deep = createRedactor()
    class Pool {
      readonly password = 'of the pool'
    }
    deep.learn({ routes: { blocks: [{ options: [{ value: { kafka: { 'ssl.key.password': 'deep down' } } }] }] }, container: new Pool() })
    expect(deep.text('deep down, of the pool')).toBe(`${redacted}, of the pool`)
  })

  it('takes a short secret out only where it stands alone', () => {
    expect(redactor.text('user bob, bobbin')).toBe(`user ${redacted}, bobbin`)
  })

  it.each([
    ['sasl.password=hunter2, rest', `sasl.password=${redacted}, rest`],
    ['{"ssl.key.password": "a \\" b", "x": 1}', `{"ssl.key.password": ${redacted}, "x": 1}`],
    ['refresh_token: abc.def', `refresh_token: ${redacted}`],
    ['see http://me:my-pass@registry:8081/x', `see http://${redacted}@registry:8081/x`],
    ['no secrets here: offset=3', 'no secrets here: offset=3'],
  ])('%s', (text, shown) => {
    expect(redactor.text(text)).toBe(shown)
  })

  it('takes out each line of a private key', () => {
    const keys = createRedactor()
    keys.learn({ 'ssl.key.pem': '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nBAQEFAASCBKcwggSjAgEAA\n-----END PRIVATE KEY-----' })
    expect(keys.text('near "BAQEFAASCBKcwggSjAgEAA"')).toBe(`near "${redacted}"`)
  })

  it('copies values: sensitive properties, errors and their stacks, bytes, circles', () => {
    const thrown = new Error('cannot log in with pa"ss w0rd!')
    const circle: Record<string, unknown> = { 'sasl.password': 'x', 'unset': undefined, 'bytes': new Uint8Array(3), thrown }
    circle.self = circle
    const copy = redactor.value(circle) as { thrown: { message: string; stack: string } }
    expect(copy).toMatchObject({ 'sasl.password': redacted, 'bytes': '[3 bytes]', 'self': '[circular]', 'thrown': { name: 'Error' } })
    expect(copy.thrown.message).toBe(`cannot log in with ${redacted}`)
    expect(copy.thrown.stack).not.toContain('w0rd')
  })

  it('copies what it can of what cannot be looked at', () => {
    const refuse = (): never => {
      throw new Error('not yours')
    }
    const thrown = Object.defineProperties(new TypeError('no'), { stack: { get: refuse }, message: { get: refuse } })
    const proxy = new Proxy({}, { get: refuse, getPrototypeOf: refuse, ownKeys: refuse })
    expect(redactor.value({ thrown, proxy, offset: 3 })).toEqual({
      thrown: { name: 'TypeError' },
      proxy: '[cannot be looked at]',
      offset: 3,
    })
  })

  it('shows no stack trace of a user error', () => {
    expect(redactor.value(new SamsaError('SAMSA_NO_BROKER', 'no broker'))).toEqual({
      name: 'SamsaError',
      code: 'SAMSA_NO_BROKER',
      message: 'no broker',
    })
  })
})
