import { describe, expect, it } from '@jest/globals'
import type { AdminPort } from '@samsa/contracts'
import { lazyAdmin } from './lazy-admin.js'

const set = () => {
  const calls: string[] = []
  const create = (): AdminPort => {
    calls.push('open')
    return { close: async () => void calls.push('close') } as unknown as AdminPort
  }
  return { calls, admin: lazyAdmin(create) }
}

describe('lazyAdmin', () => {
  it('opens when it is used, once until it is released', async () => {
    const { calls, admin } = set()
    await admin.release()
    expect(admin.port()).toBe(admin.port())
    await admin.release()
    await admin.release()
    admin.port()
    expect(calls).toEqual(['open', 'close', 'open'])
  })

  it('refuses to open after its end', async () => {
    const { calls, admin } = set()
    admin.port()
    await admin.end()
    expect(() => admin.port()).toThrow(expect.objectContaining({ code: 'SAMSA_PRODUCER_CLOSED' }))
    expect(calls).toEqual(['open', 'close'])
  })
})
