import { describe, expect, it } from '@jest/globals'
import { mapFailure, type FailureContext } from './map-error.js'

const context: FailureContext = { group: 'billing', cluster: 'default', topic: null, wasJoined: false }
const failure = (name: string) => ({ name, errno: 1, text: 'what Kafka says' })

describe('mapFailure', () => {
  it.each([
    ['_TRANSPORT', 'SAMSA_NO_BROKER', false, true],
    ['_ALL_BROKERS_DOWN', 'SAMSA_NO_BROKER', false, true],
    ['_AUTHENTICATION', 'SAMSA_AUTHENTICATION', true, false],
    ['GROUP_AUTHORIZATION_FAILED', 'SAMSA_AUTHORIZATION', true, false],
    ['TOPIC_AUTHORIZATION_FAILED', 'SAMSA_AUTHORIZATION', true, false],
    ['INCONSISTENT_GROUP_PROTOCOL', 'SAMSA_GROUP_KIND', true, false],
    ['GROUP_ID_NOT_FOUND', 'SAMSA_GROUP_KIND', true, false],
    ['FENCED_INSTANCE_ID', 'SAMSA_FENCED', true, false],
    ['UNRELEASED_INSTANCE_ID', 'SAMSA_FENCED', true, true],
    ['UNKNOWN_TOPIC_OR_PART', 'SAMSA_KAFKA', false, true],
    ['NOT_A_KNOWN_NAME', 'SAMSA_KAFKA', false, true],
  ])('%s is %s', (name, code, isTerminal, retryable) => {
    const mapped = mapFailure(failure(name), false, context)
    expect(mapped).toMatchObject({ isTerminal, error: { code, retryable, details: { kafka: name, group: 'billing' } } })
    expect(mapped.error.message).not.toContain('\n')
  })

  it('ends the session by whatever is fatal', () => {
    expect(mapFailure(failure('_STATE'), true, context)).toMatchObject({
      isTerminal: true,
      error: { code: 'SAMSA_GROUP_FAILED', retryable: true },
    })
    expect(mapFailure(failure('_TRANSPORT'), true, context).isTerminal).toBe(true)
  })

  it('lets a session that worked be replaced', () => {
    expect(mapFailure(failure('_AUTHENTICATION'), false, { ...context, wasJoined: true }).error.retryable).toBe(true)
    expect(mapFailure(failure('GROUP_ID_NOT_FOUND'), true, { ...context, wasJoined: true }).error).toMatchObject({
      code: 'SAMSA_GROUP_FAILED',
      retryable: true,
    })
  })
})
