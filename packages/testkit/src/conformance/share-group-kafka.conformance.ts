import { createShareGroupEngine } from '@samsa/share-group'
import { chooseKafkaVersion } from '../broker/kafka-version.js'
import { describeEngine } from './describe-engine.js'
import { kafkaCapabilities, startKafkaCluster } from './kafka-cluster.js'
import { shareVariants } from './share-group.js'

const version = chooseKafkaVersion(undefined)

describeEngine({
  name: `share groups on Kafka ${version}`,
  createEngine: () => createShareGroupEngine(),
  variants: shareVariants,
  startCluster: () => startKafkaCluster({ version }),
  clusterCapabilities: kafkaCapabilities(version),
})
