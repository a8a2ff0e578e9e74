import { describe, expect, it } from '@jest/globals'
import { string, topic } from '@samsa/contracts'
import { compileRoutes, defineRoutes, defineWorker, shareGroup, type ShareGroupSettings } from '@samsa/routing'
import { embeddedShareProblems, embeddedShareSettings } from './embedded-share-settings.js'

class Handle {
  consume() {}
}
const images = topic('images', { value: string() })
const planOf = (groups: Readonly<Record<string, ShareGroupSettings | null>>, clusters: Readonly<Record<string, string>> = {}) => {
  const blocks = Object.entries(groups).map(([id, settings]) =>
    shareGroup(id, (group) => {
      if (settings !== null) group.settings(settings)
      if (clusters[id] !== undefined) group.options({ cluster: clusters[id] })
      group.topic(images, { consumer: Handle })
    }),
  )
  return compileRoutes(defineWorker({ routes: defineRoutes(...blocks), clusters: { default: {}, other: {} } }), { requireBrokers: false })
    .plan
}

describe('embeddedShareSettings', () => {
  it('gives the broker inside the process what is declared', () => {
    const plan = planOf({
      a: { offsetReset: '-6h', lockDuration: '3s', isolation: 'read_committed', maxRecordLocks: 500 },
      b: { deliveryCountLimit: 2 },
    })
    expect(embeddedShareSettings(plan, 'default')).toEqual({
      limits: { lockMs: 3_000, deliveryLimit: 2, heartbeatMs: 500 },
      options: {
        recordLockDurationMs: 3_000,
        maxDeliveryAttempts: 2,
        heartbeatIntervalMs: 500,
        sessionTimeoutMs: undefined,
        isolationLevel: 1,
        autoOffsetReset: 1,
        maxRecordLocks: 500,
      },
    })
  })

  it('takes the defaults of Kafka, with quick heartbeats', () => {
    expect(embeddedShareSettings(planOf({ a: null }), 'default')).toMatchObject({
      limits: { lockMs: 30_000, deliveryLimit: 5, heartbeatMs: 500 },
      options: { autoOffsetReset: 0, isolationLevel: 0 },
    })
  })
})

describe('embeddedShareProblems', () => {
  it('names both groups and both values', () => {
    const [problem, ...more] = embeddedShareProblems(planOf({ a: { lockDuration: '30s' }, b: { lockDuration: '10s' }, c: null }))
    expect(more).toEqual([])
    expect(problem).toMatchObject({ path: "shareGroup('b').settings.lockDuration", code: 'SAMSA_GROUP_SETTING' })
    expect(problem?.reason).toContain("10000 here, 30000 in shareGroup('a')")
    expect(problem?.places).toHaveLength(2)
  })

  it('has nothing against the same settings, nor against others on another cluster', () => {
    expect(embeddedShareProblems(planOf({ a: { offsetReset: '-6h' }, b: { offsetReset: 'earliest' } }))).toEqual([])
    expect(embeddedShareProblems(planOf({ a: { lockDuration: '30s' }, b: { lockDuration: '10s' } }, { b: 'other' }))).toEqual([])
  })
})
