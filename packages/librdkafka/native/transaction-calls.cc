// JavaScript's calls for transactions: on the blocking thread, except begin, which is local.
#include "calls.h"
#include "producer.h"
#include "topic-list.h"

namespace samsa {
namespace {

// (handle, timeoutMs, id)
template <auto &function>
napi_value deferred(const Call &call) {
  auto &producer = call.handle<Producer>();
  int timeoutMs = call.integer(1);
  producer.defer(call.number(2), [&producer, kafka = producer.kafka(), timeoutMs](ErrorInfo &error) -> Client::Value {
    // A call that timed out is resumed by the same call.
    error = producer.inSlices(timeoutMs, [&](int ms) { return errorOf(KafkaErrorPtr(function(kafka, ms))); });
    return nullptr;
  });
  return js::undefined(call.env);
}

napi_value begin(const Call &call) {
  check(rd_kafka_begin_transaction(call.handle<Producer>().kafka()));
  return js::undefined(call.env);
}

// sendOffsets(handle, list, groupMetadata, timeoutMs, id)
napi_value sendOffsets(const Call &call) {
  auto &producer = call.handle<Producer>();
  auto serialised = js::toBytes(call.env, call[2]);
  rd_kafka_consumer_group_metadata_t *read = nullptr;
  check(rd_kafka_consumer_group_metadata_read(&read, serialised.data, serialised.size));
  std::shared_ptr<rd_kafka_consumer_group_metadata_t> metadata(read, Deleter<rd_kafka_consumer_group_metadata_destroy>());
  std::shared_ptr<rd_kafka_topic_partition_list_t> list(listFromJs(call.env, call[1]).release(),
                                                        Deleter<rd_kafka_topic_partition_list_destroy>());
  int timeoutMs = call.integer(3);
  auto work = [&producer, kafka = producer.kafka(), metadata, list, timeoutMs](ErrorInfo &error) -> Client::Value {
    error = producer.inSlices(timeoutMs, [&](int ms) {
      return errorOf(KafkaErrorPtr(rd_kafka_send_offsets_to_transaction(kafka, list.get(), metadata.get(), ms)));
    });
    return nullptr;
  };
  producer.defer(call.number(4), std::move(work));
  return js::undefined(call.env);
}

}  // namespace

void defineTransactions(napi_env env, napi_value exports) {
  define<deferred<rd_kafka_init_transactions>>(env, exports, "initTransactions");
  define<begin>(env, exports, "beginTransaction");
  define<deferred<rd_kafka_commit_transaction>>(env, exports, "commitTransaction");
  define<deferred<rd_kafka_abort_transaction>>(env, exports, "abortTransaction");
  define<sendOffsets>(env, exports, "sendOffsets");
}

}  // namespace samsa
