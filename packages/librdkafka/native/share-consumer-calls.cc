// JavaScript's calls on a share consumer.
#include "calls.h"
#include "share-consumer.h"
#include "topic-list.h"

namespace samsa {
namespace {

constexpr size_t infoPlaces = 5;

ShareConsumer &consumerOf(const Call &call) { return call.handle<ShareConsumer>(); }

napi_value orNull(napi_env env, const std::vector<double> &rows) { return rows.empty() ? js::null(env) : js::doubles(env, rows); }

// openShareConsumer(settings, onWake, tokenRefresh, logLevel)
napi_value open(const Call &call) {
  return Client::wrap(call.env, std::make_unique<ShareConsumer>(call.env, call[0], call[1], call.boolean(2), call.integer(3)));
}

// No topics: leaves the group.
napi_value subscribe(const Call &call) {
  check(rd_kafka_share_subscribe(consumerOf(call).gate(), topicsFromJs(call.env, call[1]).get()));
  return js::undefined(call.env);
}

napi_value subscription(const Call &call) {
  rd_kafka_topic_partition_list_t *topics = nullptr;
  check(rd_kafka_share_subscription(consumerOf(call).gate(), &topics));
  List owner(topics);
  auto result = js::array(call.env);
  for (int i = 0; i < topics->cnt; i++) js::push(call.env, result, js::string(call.env, topics->elems[i].topic));
  return result;
}

napi_value partition(const Call &call) {
  auto *found = consumerOf(call).partitions.at(call.integer(1));
  if (!found) throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, "no partition with this id was met")};
  return js::object(call.env, {{"topic", js::string(call.env, found->topic)}, {"partition", js::number(call.env, found->partition)}});
}

napi_value hasData(const Call &call) {
  auto &consumer = consumerOf(call);
  return js::boolean(call.env, consumer.alive() && !consumer.closing() && consumer.hasData());
}

// poll(handle, info: Float64Array)
napi_value poll(const Call &call) {
  auto info = js::toBytes(call.env, call[1]);
  if (info.size < infoPlaces * sizeof(double)) throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, "info needs five places")};
  return consumerOf(call).poll(call.env, reinterpret_cast<double *>(info.data));
}

napi_value broken(const Call &call) { return orNull(call.env, consumerOf(call).takeBroken()); }

napi_value serve(const Call &call) {
  auto &consumer = consumerOf(call);
  consumer.serve();
  return consumer.events.take(call.env);
}

// acknowledge(handle, rows: Int32Array, rowCount, offsets: Float64Array)
napi_value acknowledge(const Call &call) {
  auto rows = js::toBytes(call.env, call[1]), offsets = js::toBytes(call.env, call[3]);
  size_t wanted = 4 * static_cast<size_t>(call.number(2));
  if (rows.size < wanted * sizeof(int32_t)) throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, "acknowledge: fewer rows than said")};
  int refused = consumerOf(call).acknowledge({reinterpret_cast<int32_t *>(rows.data), wanted},
                                             {reinterpret_cast<double *>(offsets.data), offsets.size / sizeof(double)});
  return js::number(call.env, refused);
}

napi_value commit(const Call &call) {
  consumerOf(call).commit();
  return js::undefined(call.env);
}

napi_value results(const Call &call) { return orNull(call.env, consumerOf(call).takeResults()); }

// Calls that ask the group wait for ever once it is gone.
bool inGroup(const ShareConsumer &consumer) { return consumer.alive() && !consumer.closing(); }

napi_value memberId(const Call &call) {
  auto &consumer = consumerOf(call);
  if (!inGroup(consumer)) return js::null(call.env);
  auto *id = rd_kafka_memberid(consumer.kafka());
  auto result = id && *id ? js::string(call.env, id) : js::null(call.env);
  if (id) rd_kafka_mem_free(consumer.kafka(), id);
  return result;
}

napi_value memberEpoch(const Call &call) {
  auto &consumer = consumerOf(call);
  if (!inGroup(consumer)) return js::number(call.env, -1);
  GroupMetadata metadata(rd_kafka_consumer_group_metadata(consumer.kafka()));
  return js::number(call.env, metadata ? std::max(0, rd_kafka_consumer_group_metadata_generation_id(metadata.get())) : 0);
}

napi_value close(const Call &call) {
  consumerOf(call).close();
  return js::undefined(call.env);
}

}  // namespace

void defineShareConsumer(napi_env env, napi_value exports) {
  define<open>(env, exports, "openShareConsumer");
  define<subscribe>(env, exports, "shareSubscribe");
  define<subscription>(env, exports, "shareSubscription");
  define<partition>(env, exports, "sharePartition");
  define<hasData>(env, exports, "shareHasData");
  define<poll>(env, exports, "sharePoll");
  define<broken>(env, exports, "shareBroken");
  define<serve>(env, exports, "serveShareConsumer");
  define<acknowledge>(env, exports, "shareAcknowledge");
  define<commit>(env, exports, "shareCommit");
  define<results>(env, exports, "shareResults");
  define<memberId>(env, exports, "shareMemberId");
  define<memberEpoch>(env, exports, "shareMemberEpoch");
  define<close>(env, exports, "closeShareConsumer");
}

}  // namespace samsa
