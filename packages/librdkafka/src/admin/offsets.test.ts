import { expect, it } from '@jest/globals'
import { Admin } from '../admin.js'
import { Errno } from '../errno.js'
import { MockCluster } from '../mock-cluster.js'
import { Waiting } from '../test-drivers/waiting.js'

const listOffsetsApi = 2

it('names no success where a leader went away before it answered', async () => {
  const mock = new MockCluster(2)
  mock.createTopic('orders', 2)
  mock.setPartitionLeader('orders', 0, 1)
  mock.setPartitionLeader('orders', 1, 2)
  const admin = new Admin({ 'bootstrap.servers': mock.bootstrapServers })
  const specs = [0, 1].map((partition) => ({ topic: 'orders', partition, at: 'latest' as const }))
  // both leaders are connected
  await admin.listOffsets(specs)
  mock.startRequestTracking()
  mock.setRtt(2, 1000)
  const listed = admin.listOffsets(specs, { timeoutMs: 4000 })
  const waiting = new Waiting(() => undefined)
  await waiting.until(() => mock.requests().some(({ apiKey, broker }) => apiKey === listOffsetsApi && broker === 2))
  waiting.end()
  mock.brokerDown(2)
  expect(await listed).toMatchObject([
    { partition: 0, offset: 0, errno: 0 },
    { partition: 1, errno: Errno._FAIL },
  ])
  await admin.destroy()
  mock.destroy()
})
