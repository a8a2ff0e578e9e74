// JavaScript's calls on a producer, without transactions.
#include "calls.h"
#include "producer.h"

namespace samsa {
namespace {

// openProducer(settings, onWake, tokenRefresh)
napi_value open(const Call &call) {
  return Client::wrap(call.env, std::make_unique<Producer>(call.env, call[0], call[1], call.boolean(2)));
}

napi_value topic(const Call &call) { return js::number(call.env, call.handle<Producer>().topic(call.string(1))); }

napi_value serve(const Call &call) {
  auto &producer = call.handle<Producer>();
  producer.serve();
  return producer.events.take(call.env);
}

napi_value deliveries(const Call &call) {
  auto &producer = call.handle<Producer>();
  std::vector<double> rows;
  if (producer.alive()) producer.deliveries(static_cast<size_t>(call.number(1)), rows);
  return rows.empty() ? js::null(call.env) : js::doubles(call.env, rows);
}

// flush(handle, timeoutMs, id): ends when JavaScript has taken the reports of all records.
napi_value flush(const Call &call) {
  auto &producer = call.handle<Producer>();
  int timeoutMs = call.integer(1);
  producer.defer(call.number(2), [&producer, kafka = producer.kafka(), timeoutMs](ErrorInfo &error) -> Client::Value {
    error = producer.inSlices(timeoutMs, [&](int ms) { return errorOf(rd_kafka_flush(kafka, ms)); });
    return nullptr;
  });
  return js::undefined(call.env);
}

napi_value purge(const Call &call) {
  int flags = RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING;
  check(rd_kafka_purge(call.handle<Producer>().kafka(), flags));
  return js::undefined(call.env);
}

napi_value outstanding(const Call &call) {
  auto &producer = call.handle<Producer>();
  return js::number(call.env, producer.alive() ? rd_kafka_outq_len(producer.kafka()) : 0);
}

}  // namespace

void defineProducer(napi_env env, napi_value exports) {
  define<open>(env, exports, "openProducer");
  define<topic>(env, exports, "topic");
  define<produce>(env, exports, "produce");
  define<serve>(env, exports, "serveProducer");
  define<deliveries>(env, exports, "deliveries");
  define<flush>(env, exports, "flush");
  define<purge>(env, exports, "purge");
  define<outstanding>(env, exports, "outstanding");
}

}  // namespace samsa
