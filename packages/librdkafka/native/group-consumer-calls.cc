// JavaScript's calls on a group consumer: queues, records, events, close.
#include "calls.h"
#include "group-consumer.h"
#include "topic-list.h"

namespace samsa {
namespace {

// openGroupConsumer(settings, onWake, tokenRefresh)
napi_value open(const Call &call) {
  return Client::wrap(call.env, std::make_unique<GroupConsumer>(call.env, call[0], call[1], call.boolean(2)));
}

napi_value subscribe(const Call &call) {
  auto topics = topicsFromJs(call.env, call[1]);
  auto *kafka = call.handle<GroupConsumer>().group();
  check(topics->cnt ? rd_kafka_subscribe(kafka, topics.get()) : rd_kafka_unsubscribe(kafka));
  return js::undefined(call.env);
}

napi_value subscription(const Call &call) {
  rd_kafka_topic_partition_list_t *topics = nullptr;
  check(rd_kafka_subscription(call.handle<GroupConsumer>().group(), &topics));
  List owner(topics);
  auto result = js::array(call.env);
  for (int i = 0; i < topics->cnt; i++) js::push(call.env, result, js::string(call.env, topics->elems[i].topic));
  return result;
}

napi_value serve(const Call &call) {
  auto &consumer = call.handle<GroupConsumer>();
  consumer.serve();
  return consumer.events.take(call.env);
}

// take(handle, maxRecords, maxBytes, info: Int32Array)
napi_value take(const Call &call) {
  auto info = js::toBytes(call.env, call[3]);
  if (info.size < 3 * sizeof(int32_t)) throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, "info needs three places")};
  return call.handle<GroupConsumer>().take(call.env, static_cast<size_t>(call.number(1)), static_cast<size_t>(call.number(2)),
                                           reinterpret_cast<int32_t *>(info.data));
}

napi_value openQueue(const Call &call) {
  return js::number(call.env, call.handle<GroupConsumer>().queues.open(call.string(1), call.integer(2)).id);
}

napi_value hold(const Call &call) {
  auto &queues = call.handle<GroupConsumer>().queues;
  queues.hold(queues.at(call.integer(1)));
  return js::undefined(call.env);
}

napi_value release(const Call &call) {
  auto &consumer = call.handle<GroupConsumer>();
  if (consumer.alive()) consumer.queues.release(consumer.queues.at(call.integer(1)));
  return js::undefined(call.env);
}

napi_value queueLength(const Call &call) {
  auto &consumer = call.handle<GroupConsumer>();
  auto &queue = consumer.queues.at(call.integer(1));
  return js::number(call.env, consumer.alive() ? rd_kafka_queue_length(queue.queue.get()) : 0);
}

napi_value ready(const Call &call) {
  auto &consumer = call.handle<GroupConsumer>();
  return js::boolean(call.env, consumer.alive() && consumer.queues.ready());
}

napi_value commit(const Call &call) {
  call.handle<GroupConsumer>().commit(listFromJs(call.env, call[1]).get(), call.number(2));
  return js::undefined(call.env);
}

napi_value close(const Call &call) {
  call.handle<GroupConsumer>().close();
  return js::undefined(call.env);
}

}  // namespace

void defineGroupConsumer(napi_env env, napi_value exports) {
  define<open>(env, exports, "openGroupConsumer");
  define<subscribe>(env, exports, "subscribe");
  define<subscription>(env, exports, "subscription");
  define<serve>(env, exports, "serveGroupConsumer");
  define<take>(env, exports, "take");
  define<openQueue>(env, exports, "openQueue");
  define<hold>(env, exports, "hold");
  define<release>(env, exports, "release");
  define<queueLength>(env, exports, "queueLength");
  define<ready>(env, exports, "ready");
  define<commit>(env, exports, "commit");
  define<close>(env, exports, "closeGroupConsumer");
}

}  // namespace samsa
