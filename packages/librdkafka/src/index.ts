export { Admin } from './admin.js'
export type {
  ConfigChange,
  ConfigDescription,
  ConfigEntry,
  ConfigEntryChange,
  ConfigOutcome,
  ConfigResource,
  ConfigResourceType,
} from './admin/configs.js'
export type { GroupDescription, GroupListing, GroupListings, GroupMember, GroupOutcome, ListGroupOffsetsOptions } from './admin/groups.js'
export type { BrokerNode, ClusterMetadata, PartitionMetadata, TopicMetadata } from './admin/metadata.js'
export type { ListOffsetsOptions, ListOffsetsSpec, ListedOffset } from './admin/offsets.js'
export type { RequestOptions } from './admin/request-options.js'
export type { CreateTopicsOptions, NewPartitions, NewTopic, TopicOutcome } from './admin/topics.js'
export type { OauthToken } from './client.js'
export type {
  ClientEvent,
  ClosedEvent,
  ConsumerErrorEvent,
  EofEvent,
  ErrorEvent,
  LogEvent,
  OauthRefreshEvent,
  OffsetsCommittedEvent,
  RebalanceErrorEvent,
  RebalanceEvent,
  StatsEvent,
  ThrottleEvent,
} from './client-event.js'
export type { ClientSettings } from './client-settings.js'
export { ConfigError } from './config-error.js'
export { errorName, errorText, kafkaError } from './describe-error.js'
export { Errno } from './errno.js'
export { findSettingProblem } from './find-setting-problem.js'
export { GroupConsumer } from './group-consumer.js'
export type { Watermarks } from './group-consumer.js'
export { KafkaError } from './kafka-error.js'
export type { KafkaErrorFields } from './kafka-error.js'
export { libraryInfo, loadLibrary } from './library.js'
export type { LibraryInfo, LibraryOptions } from './library.js'
export { LibraryError } from './library-error.js'
export type { LibraryErrorCode } from './library-error.js'
export { MockCluster } from './mock-cluster.js'
export type { MockGroupOptions, MockRequest, MockShareAssignment, MockShareGroupOptions } from './mock-cluster.js'
export type { NativeBatch } from './native-batch.js'
export type { ProduceBatch } from './produce-batch.js'
export { Producer } from './producer.js'
export { sensitiveSettings, settingsTable } from './settings.js'
export type { AdminSettings, GroupConsumerSettings, ProducerSettings, SettingDescription, ShareConsumerSettings } from './settings.js'
export type { BrokenRecord, ShareBatch } from './share-batch.js'
export { AcknowledgeType, ShareConsumer } from './share-consumer.js'
export { LogicalOffset } from './topic-partition.js'
export type { TopicPartition, TopicPartitionOffset, TopicPartitionResult } from './topic-partition.js'
