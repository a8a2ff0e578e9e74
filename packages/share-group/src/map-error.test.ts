import { describe, expect, it } from '@jest/globals'
import { mapFailure, type FailureContext } from './map-error.js'

const context: FailureContext = { group: 'jobs', cluster: 'default', topic: null, wasJoined: false }
const failure = (name: string) => ({ name, errno: 1, text: 'what Kafka says' })

describe('mapFailure', () => {
  it.each([
    ['_TRANSPORT', 'SAMSA_NO_BROKER', false, true],
    ['_AUTHENTICATION', 'SAMSA_AUTHENTICATION', true, false],
    ['GROUP_AUTHORIZATION_FAILED', 'SAMSA_AUTHORIZATION', true, false],
    ['TOPIC_AUTHORIZATION_FAILED', 'SAMSA_AUTHORIZATION', true, false],
    ['GROUP_ID_NOT_FOUND', 'SAMSA_GROUP_KIND', true, false],
    ['UNSUPPORTED_VERSION', 'SAMSA_GROUP_FAILED', true, false],
    ['GROUP_MAX_SIZE_REACHED', 'SAMSA_GROUP_FAILED', true, true],
    ['UNKNOWN_TOPIC_OR_PART', 'SAMSA_KAFKA', false, true],
    ['_MAX_POLL_EXCEEDED', 'SAMSA_GROUP_FAILED', false, true],
  ])('%s is %s', (name, code, isTerminal, retryable) => {
    const mapped = mapFailure(failure(name), false, context)
    expect(mapped).toMatchObject({ isTerminal, error: { code, retryable, details: { kafka: name, group: 'jobs' } } })
    expect(mapped.error.message).not.toContain('\n')
  })

  it('says how share groups are switched on', () => {
    expect(mapFailure(failure('UNSUPPORTED_VERSION'), true, context).error.message).toContain('share.version=1')
  })

  it('lets a group that was deleted while it worked be joined anew', () => {
    expect(mapFailure(failure('GROUP_ID_NOT_FOUND'), true, { ...context, wasJoined: true }).error).toMatchObject({
      code: 'SAMSA_GROUP_FAILED',
      retryable: true,
    })
  })
})
