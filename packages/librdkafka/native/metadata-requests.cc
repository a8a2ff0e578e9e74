// Brokers, topics and partitions.
#include "admin-request.h"
#include "admin-result.h"
#include "calls.h"

namespace samsa {
namespace {

napi_value numbers(napi_env env, const int32_t *values, int count) {
  auto list = js::array(env);
  for (int i = 0; i < count; i++) js::push(env, list, js::number(env, values[i]));
  return list;
}

napi_value broker(napi_env env, int id, const char *host, int port) {
  return js::object(env, {{"id", js::number(env, id)}, {"host", js::string(env, host)}, {"port", js::number(env, port)}});
}

napi_value topicsOf(napi_env env, const rd_kafka_metadata_t &metadata) {
  auto topics = js::array(env);
  for (int i = 0; i < metadata.topic_cnt; i++) {
    auto &topic = metadata.topics[i];
    auto partitions = js::array(env);
    for (int j = 0; j < topic.partition_cnt; j++) {
      auto &entry = topic.partitions[j];
      js::push(env, partitions,
               js::object(env, {{"partition", js::number(env, entry.id)},
                                {"errno", js::number(env, entry.err)},
                                {"leader", js::number(env, entry.leader)},
                                {"replicas", numbers(env, entry.replicas, entry.replica_cnt)},
                                {"isrs", numbers(env, entry.isrs, entry.isr_cnt)}}));
    }
    js::push(env, topics,
             js::object(env, {{"topic", js::string(env, topic.topic)}, {"errno", js::number(env, topic.err)}, {"partitions", partitions}}));
  }
  return topics;
}

// describeAllTopics(handle, id, timeoutMs): on the blocking thread, there is no asynchronous form.
napi_value describeAllTopics(const Call &call) {
  auto &client = call.handle<Client>();
  int timeoutMs = call.integer(2);
  client.defer(call.number(1), [&client, kafka = client.kafka(), timeoutMs](ErrorInfo &error) -> Client::Value {
    const rd_kafka_metadata_t *metadata = nullptr;
    error = client.inSlices(timeoutMs, [&](int ms) { return errorOf(rd_kafka_metadata(kafka, 1, nullptr, &metadata, ms)); });
    if (error) return nullptr;
    std::shared_ptr<const rd_kafka_metadata_t> held(metadata, Deleter<rd_kafka_metadata_destroy>());
    return [held](napi_env env) { return topicsOf(env, *held); };
  });
  return js::undefined(call.env);
}

// describeTopics(handle, id, timeoutMs, names): never creates a topic, unlike rd_kafka_metadata on a producer.
napi_value describeTopics(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_DESCRIBETOPICS);
  std::vector<std::string> names;
  for (uint32_t i = 0; i < js::length(call.env, call[3]); i++) names.push_back(js::toString(call.env, js::at(call.env, call[3], i)));
  std::vector<const char *> pointers;
  for (auto &name : names) pointers.push_back(name.c_str());
  std::unique_ptr<rd_kafka_TopicCollection_t, Deleter<rd_kafka_TopicCollection_destroy>> topics(
      rd_kafka_TopicCollection_of_topic_names(pointers.data(), pointers.size()));
  rd_kafka_DescribeTopics(request.kafka, topics.get(), request.options(), request.queue);
  return js::undefined(call.env);
}

// describeCluster(handle, id, timeoutMs)
napi_value describeCluster(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER);
  rd_kafka_DescribeCluster(request.kafka, request.options(), request.queue);
  return js::undefined(call.env);
}

napi_value nodeIds(napi_env env, Results<rd_kafka_Node_t> nodes) {
  auto list = js::array(env);
  for (auto *node : nodes) js::push(env, list, js::number(env, rd_kafka_Node_id(node)));
  return list;
}

napi_value partitionInfo(napi_env env, const rd_kafka_TopicPartitionInfo_t *info) {
  auto *leader = rd_kafka_TopicPartitionInfo_leader(info);
  return js::object(env, {{"partition", js::number(env, rd_kafka_TopicPartitionInfo_partition(info))},
                          {"errno", js::number(env, 0)},
                          {"leader", js::number(env, leader ? rd_kafka_Node_id(leader) : -1)},
                          {"replicas", nodeIds(env, resultsOf(rd_kafka_TopicPartitionInfo_replicas, info))},
                          {"isrs", nodeIds(env, resultsOf(rd_kafka_TopicPartitionInfo_isr, info))}});
}

napi_value describedTopics(napi_env env, Results<rd_kafka_TopicDescription_t> topics) {
  auto list = js::array(env);
  for (auto *topic : topics) {
    auto partitions = js::array(env);
    for (auto *info : resultsOf(rd_kafka_TopicDescription_partitions, topic)) js::push(env, partitions, partitionInfo(env, info));
    js::push(env, list,
             js::object(env, {{"topic", js::string(env, rd_kafka_TopicDescription_name(topic))},
                              {"errno", js::number(env, errorOf(rd_kafka_TopicDescription_error(topic)).code)},
                              {"partitions", partitions}}));
  }
  return list;
}

napi_value describedCluster(napi_env env, const rd_kafka_DescribeCluster_result_t *result) {
  auto *controller = rd_kafka_DescribeCluster_result_controller(result);
  auto brokers = js::array(env);
  for (auto *node : resultsOf(rd_kafka_DescribeCluster_result_nodes, result)) {
    js::push(env, brokers, broker(env, rd_kafka_Node_id(node), rd_kafka_Node_host(node), rd_kafka_Node_port(node)));
  }
  return js::object(env, {{"clusterId", js::string(env, rd_kafka_DescribeCluster_result_cluster_id(result))},
                          {"controllerId", js::number(env, controller ? rd_kafka_Node_id(controller) : -1)},
                          {"brokers", brokers}});
}

}  // namespace

napi_value metadataResultToJs(napi_env env, rd_kafka_event_t *event) {
  switch (rd_kafka_event_type(event)) {
    case RD_KAFKA_EVENT_DESCRIBETOPICS_RESULT:
      return describedTopics(env, resultsOf(rd_kafka_DescribeTopics_result_topics, rd_kafka_event_DescribeTopics_result(event)));
    case RD_KAFKA_EVENT_DESCRIBECLUSTER_RESULT: return describedCluster(env, rd_kafka_event_DescribeCluster_result(event));
    default: return nullptr;
  }
}

void defineMetadata(napi_env env, napi_value exports) {
  define<describeAllTopics>(env, exports, "describeAllTopics");
  define<describeTopics>(env, exports, "describeTopics");
  define<describeCluster>(env, exports, "describeCluster");
}

}  // namespace samsa
