// Topics, partitions, records, offsets.
#include "admin-request.h"
#include "admin-result.h"
#include "calls.h"
#include "topic-list.h"

namespace samsa {
namespace {

[[noreturn]] void refuse(const char *text) { throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, text)}; }

rd_kafka_NewTopic_t *newTopic(napi_env env, napi_value spec) {
  char text[512];
  auto name = js::toString(env, js::get(env, spec, "topic"));
  auto partitions = static_cast<int>(js::toNumber(env, js::get(env, spec, "partitions")));
  auto factor = static_cast<int>(js::toNumber(env, js::get(env, spec, "replicationFactor")));
  std::unique_ptr<rd_kafka_NewTopic_t, Deleter<rd_kafka_NewTopic_destroy>> topic(
      rd_kafka_NewTopic_new(name.c_str(), partitions, factor, text, sizeof text));
  if (!topic) refuse(text);
  auto config = js::get(env, spec, "config");
  for (uint32_t i = 0; i + 1 < js::length(env, config); i += 2) {
    auto key = js::toString(env, js::at(env, config, i)), value = js::toString(env, js::at(env, config, i + 1));
    check(rd_kafka_NewTopic_set_config(topic.get(), key.c_str(), value.c_str()));
  }
  return topic.release();
}

// createTopics(handle, id, timeoutMs, [{ topic, partitions, replicationFactor, config: [name, value, …] }], validateOnly)
napi_value createTopics(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_CREATETOPICS);
  request.waitForBroker(call.integer(2));
  char text[512];
  check(rd_kafka_AdminOptions_set_validate_only(request.options(), call.boolean(4), text, sizeof text));
  Owned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy> topics;
  for (uint32_t i = 0; i < js::length(call.env, call[3]); i++) topics.add(newTopic(call.env, js::at(call.env, call[3], i)));
  rd_kafka_CreateTopics(request.kafka, topics.data(), topics.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

// deleteTopics(handle, id, timeoutMs, names)
napi_value deleteTopics(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_DELETETOPICS);
  request.waitForBroker(call.integer(2));
  Owned<rd_kafka_DeleteTopic_t, rd_kafka_DeleteTopic_destroy> topics;
  for (uint32_t i = 0; i < js::length(call.env, call[3]); i++) {
    topics.add(rd_kafka_DeleteTopic_new(js::toString(call.env, js::at(call.env, call[3], i)).c_str()));
  }
  rd_kafka_DeleteTopics(request.kafka, topics.data(), topics.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

// createPartitions(handle, id, timeoutMs, [name, totalPartitions, …])
napi_value createPartitions(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_CREATEPARTITIONS);
  request.waitForBroker(call.integer(2));
  Owned<rd_kafka_NewPartitions_t, rd_kafka_NewPartitions_destroy> topics;
  char text[512];
  for (uint32_t i = 0; i + 1 < js::length(call.env, call[3]); i += 2) {
    auto name = js::toString(call.env, js::at(call.env, call[3], i));
    auto total = static_cast<size_t>(js::toNumber(call.env, js::at(call.env, call[3], i + 1)));
    auto *partitions = rd_kafka_NewPartitions_new(name.c_str(), total, text, sizeof text);
    if (!partitions) refuse(text);
    topics.add(partitions);
  }
  rd_kafka_CreatePartitions(request.kafka, topics.data(), topics.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

// deleteRecords(handle, id, timeoutMs, list)
napi_value deleteRecords(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_DELETERECORDS);
  request.waitForBroker(call.integer(2));
  auto list = listFromJs(call.env, call[3]);
  Owned<rd_kafka_DeleteRecords_t, rd_kafka_DeleteRecords_destroy> records;
  records.add(rd_kafka_DeleteRecords_new(list.get()));
  rd_kafka_DeleteRecords(request.kafka, records.data(), records.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

// listOffsets(handle, id, timeoutMs, list, readCommitted); offset: -2 earliest, -1 latest, -3 largest timestamp, else ms
napi_value listOffsets(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_LISTOFFSETS);
  auto level = call.boolean(4) ? RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED : RD_KAFKA_ISOLATION_LEVEL_READ_UNCOMMITTED;
  check(rd_kafka_AdminOptions_set_isolation_level(request.options(), level));
  auto list = listFromJs(call.env, call[3]);
  rd_kafka_ListOffsets(request.kafka, list.get(), request.options(), request.queue);
  return js::undefined(call.env);
}

napi_value outcomes(napi_env env, Results<rd_kafka_topic_result_t> results) {
  auto list = js::array(env);
  for (auto *result : results) {
    auto error = errorOf(rd_kafka_topic_result_error(result), rd_kafka_topic_result_error_string(result));
    js::push(env, list, js::object(env, {{"topic", js::string(env, rd_kafka_topic_result_name(result))}, {"error", errorOrNull(env, error)}}));
  }
  return list;
}

napi_value listedOffsets(napi_env env, Results<rd_kafka_ListOffsetsResultInfo_t> results) {
  auto list = js::array(env);
  for (auto *result : results) {
    auto *at = rd_kafka_ListOffsetsResultInfo_topic_partition(result);
    auto timestamp = static_cast<double>(rd_kafka_ListOffsetsResultInfo_timestamp(result));
    js::push(env, list,
             js::object(env, {{"topic", js::string(env, at->topic)},
                              {"partition", js::number(env, at->partition)},
                              {"offset", js::number(env, static_cast<double>(at->offset))},
                              {"timestamp", js::number(env, timestamp)},
                              {"leaderEpoch", js::number(env, rd_kafka_topic_partition_get_leader_epoch(at))},
                              {"errno", js::number(env, at->err)}}));
  }
  return list;
}

}  // namespace

napi_value topicResultToJs(napi_env env, rd_kafka_event_t *event) {
  switch (rd_kafka_event_type(event)) {
    case RD_KAFKA_EVENT_CREATETOPICS_RESULT:
      return outcomes(env, resultsOf(rd_kafka_CreateTopics_result_topics, rd_kafka_event_CreateTopics_result(event)));
    case RD_KAFKA_EVENT_DELETETOPICS_RESULT:
      return outcomes(env, resultsOf(rd_kafka_DeleteTopics_result_topics, rd_kafka_event_DeleteTopics_result(event)));
    case RD_KAFKA_EVENT_CREATEPARTITIONS_RESULT:
      return outcomes(env, resultsOf(rd_kafka_CreatePartitions_result_topics, rd_kafka_event_CreatePartitions_result(event)));
    case RD_KAFKA_EVENT_DELETERECORDS_RESULT:
      return listToJs(env, rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event)));
    case RD_KAFKA_EVENT_LISTOFFSETS_RESULT:
      return listedOffsets(env, resultsOf(rd_kafka_ListOffsets_result_infos, rd_kafka_event_ListOffsets_result(event)));
    default: return nullptr;
  }
}

void defineTopicRequests(napi_env env, napi_value exports) {
  define<createTopics>(env, exports, "createTopics");
  define<deleteTopics>(env, exports, "deleteTopics");
  define<createPartitions>(env, exports, "createPartitions");
  define<deleteRecords>(env, exports, "deleteRecords");
  define<listOffsets>(env, exports, "listOffsets");
}

}  // namespace samsa
