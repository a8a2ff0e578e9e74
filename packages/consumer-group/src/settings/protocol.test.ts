import { describe, expect, it } from '@jest/globals'
import type { ConsumerGroupSubscription } from '@samsa/contracts'
import { decideProtocol } from './protocol.js'

const auto: ConsumerGroupSubscription = {
  kind: 'consumer',
  protocol: 'auto',
  assignor: null,
  instanceId: null,
  commit: 'periodic',
  commitIntervalMs: 1000,
}

describe('decideProtocol', () => {
  it('begins with KIP-848 and may fall back', () =>
    expect(decideProtocol(auto, {})).toMatchObject({ protocol: 'consumer', mayFallBack: true }))

  it.each(['session.timeout.ms', 'heartbeat.interval.ms', 'partition.assignment.strategy'])(
    'is classic where %s is set, and says so',
    (name) => {
      const choice = decideProtocol(auto, { [name]: '1' })
      expect(choice.protocol).toBe('classic')
      expect(choice.reason).toContain(name)
    },
  )

  it('is classic for an assignor that only classic groups have', () => {
    expect(decideProtocol({ ...auto, assignor: 'roundrobin' }, {}).protocol).toBe('classic')
    expect(decideProtocol({ ...auto, assignor: 'range' }, {}).protocol).toBe('consumer')
  })

  it('does what it is told', () => {
    expect(decideProtocol({ ...auto, protocol: 'consumer' }, { 'session.timeout.ms': '1' })).toMatchObject({
      protocol: 'consumer',
      mayFallBack: false,
    })
    expect(decideProtocol({ ...auto, protocol: 'classic' }, {})).toMatchObject({ protocol: 'classic', mayFallBack: false })
  })
})
