import { createShareGroupEngine } from '@samsa/share-group'
import { describeEngine } from './describe-engine.js'
import { mockCapabilities, mockShareLimits, startMockCluster } from './mock-cluster.js'
import { embeddedShareVariants } from './share-group.js'

describeEngine({
  name: 'share groups on the embedded broker',
  createEngine: () => createShareGroupEngine({ readLimits: mockShareLimits }),
  variants: embeddedShareVariants,
  startCluster: startMockCluster,
  clusterCapabilities: mockCapabilities,
})
