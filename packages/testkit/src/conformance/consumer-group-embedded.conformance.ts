import { consumerGroup } from './consumer-group.js'
import { describeEngine } from './describe-engine.js'
import { mockCapabilities, startMockCluster } from './mock-cluster.js'

describeEngine({
  name: 'consumer groups on the embedded broker',
  ...consumerGroup,
  startCluster: startMockCluster,
  clusterCapabilities: mockCapabilities,
})
