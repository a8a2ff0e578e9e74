/** What to do about an error of an admin request, by Kafka's or librdkafka's name of it. */
const advices: Readonly<Record<string, string>> = {
  UNKNOWN_TOPIC_OR_PART: 'create the topic, or check its name',
  UNKNOWN_TOPIC_ID: 'the topic was deleted meanwhile: try again',
  TOPIC_EXCEPTION: 'correct the name of the topic: letters, digits, dots, underscores and hyphens, at most 249',
  INVALID_PARTITIONS: 'partitions can only be added: give a number above the present one',
  INVALID_REPLICATION_FACTOR: 'give a replication factor from 1 to the number of brokers',
  INVALID_CONFIG: 'correct the name or the value of the config',
  INVALID_REQUEST: 'the broker refuses these values: correct them',
  POLICY_VIOLATION: 'a policy of the cluster forbids it: ask whoever runs it',
  TOPIC_DELETION_DISABLED: 'set delete.topic.enable on the brokers',
  OFFSET_OUT_OF_RANGE: 'take an offset from the first to the next one of the partition',
  GROUP_ID_NOT_FOUND: 'check the name of the group; it exists once a member joined or an offset was committed',
  NON_EMPTY_GROUP: 'stop all members of the group first',
  UNKNOWN_MEMBER_ID: 'stop all members of the group first',
  GROUP_SUBSCRIBED_TO_TOPIC: 'stop all members of the group first',
  UNSUPPORTED_VERSION: 'this needs a newer broker',
  _UNSUPPORTED_FEATURE: 'this needs a newer broker',
  TOPIC_AUTHORIZATION_FAILED: 'give this principal the right on the topic (kafka-acls), or use other credentials',
  GROUP_AUTHORIZATION_FAILED: 'give this principal the right on the group (kafka-acls), or use other credentials',
  CLUSTER_AUTHORIZATION_FAILED: 'give this principal the right on the cluster (kafka-acls), or use other credentials',
  _AUTHENTICATION: 'check sasl.mechanism, the credentials and security.protocol',
  SASL_AUTHENTICATION_FAILED: 'check sasl.mechanism, the credentials and security.protocol',
  _SSL: 'check security.protocol, ssl.ca.location and the certificates',
  _TRANSPORT: 'check bootstrap.servers, security.protocol and that the brokers run',
  _RESOLVE: 'check bootstrap.servers: this name has no address',
  _ALL_BROKERS_DOWN: 'check bootstrap.servers, security.protocol and that the brokers run',
  _TIMED_OUT: 'check bootstrap.servers, security.protocol and that the brokers run',
  REQUEST_TIMED_OUT: 'the brokers did not finish in time: look at the health of the cluster, then try again',
  _DESTROY: 'the admin client is closed',
}

/** What a user should do. */
export function adviceFor(name: string): string {
  return advices[name] ?? 'look the code up in the Kafka documentation'
}
