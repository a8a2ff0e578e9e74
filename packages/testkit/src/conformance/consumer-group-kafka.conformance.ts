import { chooseKafkaVersion } from '../broker/kafka-version.js'
import { consumerGroup } from './consumer-group.js'
import { describeEngine } from './describe-engine.js'
import { kafkaCapabilities, startKafkaCluster } from './kafka-cluster.js'

const version = chooseKafkaVersion(undefined)

describeEngine({
  name: `consumer groups on Kafka ${version}`,
  ...consumerGroup,
  startCluster: () => startKafkaCluster({ version }),
  clusterCapabilities: kafkaCapabilities(version),
})
