import { describe, expect, it } from '@jest/globals'
import { BrokerApis } from './broker-apis.js'

const read = (...texts: string[]): BrokerApis => {
  const apis = new BrokerApis()
  for (const text of texts) apis.read({ type: 'log', level: 7, facility: 'APIVERSION', text: `[thrd:b:1]: b:1: ${text}` })
  return apis
}
const list = ['Broker API support:', '  ApiKey Produce (0) Versions 0..11', '  ApiKey LeaveGroup (13) Versions 0..5']

describe('BrokerApis', () => {
  it('knows nothing before a list was logged', () => expect(read().knowsConsumerProtocol).toBeNull())
  it('says no where the request is missing', () => expect(read(...list).knowsConsumerProtocol).toBe(false))
  it('says no for version 0 (Kafka 3.9)', () =>
    expect(read(...list, '  ApiKey ConsumerGroupHeartbeat (68) Versions 0..0').knowsConsumerProtocol).toBe(false))
  it('says yes from version 1 on', () =>
    expect(read(...list, '  ApiKey ConsumerGroupHeartbeat (68) Versions 0..1').knowsConsumerProtocol).toBe(true))
})
