// JavaScript's calls on a group consumer that concern its partitions: assignment, offsets, pause, membership.
#include "calls.h"
#include "group-consumer.h"
#include "topic-list.h"

namespace samsa {
namespace {

// A list that a deferred job fills and the answer reads.
std::shared_ptr<rd_kafka_topic_partition_list_t> sharedList(const Call &call, size_t index) {
  return {listFromJs(call.env, call[index]).release(), Deleter<rd_kafka_topic_partition_list_destroy>()};
}

template <AssignMethod method>
napi_value answer(const Call &call) {
  auto list = js::isNull(call.env, call[1]) ? nullptr : listFromJs(call.env, call[1]);
  call.handle<GroupConsumer>().answer(method, list.get());
  return js::undefined(call.env);
}

napi_value assignment(const Call &call) {
  rd_kafka_topic_partition_list_t *partitions = nullptr;
  check(rd_kafka_assignment(call.handle<GroupConsumer>().group(), &partitions));
  return listToJs(call.env, List(partitions).get());
}

// Calls that answer at once with a code for each partition.
template <auto &function>
napi_value eachPartition(const Call &call) {
  auto list = listFromJs(call.env, call[1]);
  check(function(call.handle<GroupConsumer>().kafka(), list.get()));
  return listToJs(call.env, list.get());
}

napi_value watermarks(const Call &call) {
  int64_t low = RD_KAFKA_OFFSET_INVALID, high = RD_KAFKA_OFFSET_INVALID;
  auto topic = call.string(1);
  check(rd_kafka_get_watermark_offsets(call.handle<GroupConsumer>().kafka(), topic.c_str(), call.integer(2), &low, &high));
  return js::object(call.env, {{"low", js::number(call.env, static_cast<double>(low))}, {"high", js::number(call.env, static_cast<double>(high))}});
}

// committed(handle, list, timeoutMs, id)
napi_value committed(const Call &call) {
  auto &consumer = call.handle<GroupConsumer>();
  int timeoutMs = call.integer(2);
  consumer.defer(call.number(3), [&consumer, kafka = consumer.kafka(), list = sharedList(call, 1), timeoutMs](ErrorInfo &error) {
    error = consumer.inSlices(timeoutMs, [&](int ms) { return errorOf(rd_kafka_committed(kafka, list.get(), ms)); });
    return [list](napi_env env) { return listToJs(env, list.get()); };
  });
  return js::undefined(call.env);
}

// seek(handle, list, timeoutMs, id)
napi_value seek(const Call &call) {
  auto &consumer = call.handle<GroupConsumer>();
  int timeoutMs = call.integer(2);
  consumer.defer(call.number(3), [kafka = consumer.kafka(), list = sharedList(call, 1), timeoutMs](ErrorInfo &error) {
    error = errorOf(KafkaErrorPtr(rd_kafka_seek_partitions(kafka, list.get(), timeoutMs)));
    return [list](napi_env env) { return listToJs(env, list.get()); };
  });
  return js::undefined(call.env);
}

napi_value groupMetadata(const Call &call) {
  GroupMetadata metadata(rd_kafka_consumer_group_metadata(call.handle<GroupConsumer>().group()));
  if (!metadata) throw Failure{errorOf(RD_KAFKA_RESP_ERR__UNKNOWN_GROUP)};
  void *data = nullptr;
  size_t size = 0;
  check(rd_kafka_consumer_group_metadata_write(metadata.get(), &data, &size));
  auto result = js::bytes(call.env, data, size);
  rd_kafka_mem_free(nullptr, data);
  return result;
}

napi_value memberId(const Call &call) {
  auto *kafka = call.handle<GroupConsumer>().group();
  auto *id = rd_kafka_memberid(kafka);
  auto result = id && *id ? js::string(call.env, id) : js::null(call.env);
  if (id) rd_kafka_mem_free(kafka, id);
  return result;
}

napi_value rebalanceProtocol(const Call &call) { return js::string(call.env, call.handle<GroupConsumer>().protocol()); }

napi_value assignmentLost(const Call &call) {
  return js::boolean(call.env, rd_kafka_assignment_lost(call.handle<GroupConsumer>().kafka()));
}

}  // namespace

void defineAssignment(napi_env env, napi_value exports) {
  define<answer<AssignMethod::all>>(env, exports, "assign");
  define<answer<AssignMethod::add>>(env, exports, "incrementalAssign");
  define<answer<AssignMethod::remove>>(env, exports, "incrementalUnassign");
  define<assignment>(env, exports, "assignment");
  define<eachPartition<rd_kafka_position>>(env, exports, "position");
  define<eachPartition<rd_kafka_pause_partitions>>(env, exports, "pause");
  define<eachPartition<rd_kafka_resume_partitions>>(env, exports, "resume");
  define<watermarks>(env, exports, "watermarks");
  define<committed>(env, exports, "committed");
  define<seek>(env, exports, "seek");
  define<groupMetadata>(env, exports, "groupMetadata");
  define<memberId>(env, exports, "memberId");
  define<rebalanceProtocol>(env, exports, "rebalanceProtocol");
  define<assignmentLost>(env, exports, "assignmentLost");
}

}  // namespace samsa
