// produce(handle, bytes, rows, timestamps, errors, from, to): many records in one call, never blocking.
// rows, 8 each: topic, partition (-1 partitioner), pos, keyLen (-1 null), valueLen (-1 null), headerCount, headerBytes, id.
// bytes from pos on: key, value, headers (entries as in batch.h). librdkafka copies them.
// Stops at the first full queue, so that the order is kept; returns the number of rows handled.
#include <algorithm>
#include <cstring>

#include "producer.h"

namespace samsa {
namespace {

constexpr size_t rowWidth = 8;

struct Row {
  int32_t topic, partition, pos, keyLength, valueLength, headerCount, headerBytes, id;
};

struct Slab {
  js::Bytes bytes;
  const Row *rows;
  const double *timestamps;
  int32_t *errors;
  size_t from;
  size_t to;
};

[[noreturn]] void refuse(const char *text) { throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, text)}; }

size_t sizeOf(int32_t length) { return length > 0 ? length : 0; }

// Reads header entries with a check of every length.
Headers headersOf(const char *data, size_t size, int count) {
  Headers headers(rd_kafka_headers_new(count));
  for (int i = 0; i < count; i++) {
    int32_t lengths[2];
    if (size < sizeof lengths) refuse("header entry outside of the slab");
    memcpy(lengths, data, sizeof lengths);
    data += sizeof lengths;
    size -= sizeof lengths;
    if (lengths[0] < 0 || sizeOf(lengths[0]) + sizeOf(lengths[1]) > size) refuse("header entry outside of the slab");
    const char *value = data + lengths[0];
    rd_kafka_header_add(headers.get(), data, lengths[0], lengths[1] < 0 ? nullptr : value, sizeOf(lengths[1]));
    data = value + sizeOf(lengths[1]);
    size -= lengths[0] + sizeOf(lengths[1]);
  }
  return headers;
}

class Message {
 public:
  Message(rd_kafka_topic_t *topic, const Row &row, double timestamp) {
    next(RD_KAFKA_VTYPE_RKT).rkt = topic;
    next(RD_KAFKA_VTYPE_PARTITION).i32 = row.partition;
    next(RD_KAFKA_VTYPE_MSGFLAGS).i = RD_KAFKA_MSG_F_COPY;
    next(RD_KAFKA_VTYPE_OPAQUE).ptr = reinterpret_cast<void *>(static_cast<uintptr_t>(static_cast<uint32_t>(row.id)));
    if (timestamp > 0) next(RD_KAFKA_VTYPE_TIMESTAMP).i64 = static_cast<int64_t>(timestamp);
  }

  void memory(rd_kafka_vtype_t type, char *data, int32_t length) {
    auto &target = next(type).mem;
    target.ptr = length < 0 ? nullptr : data;
    target.size = sizeOf(length);
  }

  rd_kafka_resp_err_t send(rd_kafka_t *kafka, Headers headers) {
    if (headers) next(RD_KAFKA_VTYPE_HEADERS).headers = headers.get();
    KafkaErrorPtr error(rd_kafka_produceva(kafka, values_, count_));
    if (error) return rd_kafka_error_code(error.get());
    (void)headers.release();  // librdkafka's now
    return RD_KAFKA_RESP_ERR_NO_ERROR;
  }

 private:
  using Value = decltype(rd_kafka_vu_t::u);

  Value &next(rd_kafka_vtype_t type) {
    values_[count_].vtype = type;
    return values_[count_++].u;
  }

  rd_kafka_vu_t values_[8];
  size_t count_ = 0;
};

rd_kafka_resp_err_t sendRow(Producer &producer, const Slab &slab, size_t index) {
  auto &row = slab.rows[index];
  auto *topic = producer.topicAt(row.topic);
  size_t keySize = sizeOf(row.keyLength), valueSize = sizeOf(row.valueLength), headerSize = sizeOf(row.headerBytes);
  if (!topic) refuse("no such topic index");
  if (row.pos < 0 || row.pos + keySize + valueSize + headerSize > slab.bytes.size) refuse("record outside of the slab");
  char *key = slab.bytes.data + row.pos;
  Message message(topic, row, slab.timestamps[index]);
  message.memory(RD_KAFKA_VTYPE_KEY, key, row.keyLength);
  message.memory(RD_KAFKA_VTYPE_VALUE, key + keySize, row.valueLength);
  Headers headers = row.headerCount > 0 ? headersOf(key + keySize + valueSize, headerSize, row.headerCount) : nullptr;
  return message.send(producer.kafka(), std::move(headers));
}

Slab slabOf(const Call &call) {
  auto rows = js::toBytes(call.env, call[2]), timestamps = js::toBytes(call.env, call[3]), errors = js::toBytes(call.env, call[4]);
  auto from = static_cast<size_t>(std::max(0.0, call.number(5))), to = static_cast<size_t>(std::max(0.0, call.number(6)));
  if (to * sizeof(Row) > rows.size || to * sizeof(double) > timestamps.size || to * sizeof(int32_t) > errors.size) {
    refuse("fewer rows than asked for");
  }
  return {js::toBytes(call.env, call[1]), reinterpret_cast<const Row *>(rows.data), reinterpret_cast<const double *>(timestamps.data),
          reinterpret_cast<int32_t *>(errors.data), from, to};
}

}  // namespace

napi_value produce(const Call &call) {
  static_assert(sizeof(Row) == rowWidth * sizeof(int32_t));
  auto &producer = call.handle<Producer>();
  auto slab = slabOf(call);
  size_t index = slab.from;
  for (; index < slab.to; index++) {
    auto code = sendRow(producer, slab, index);
    slab.errors[index] = code;
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) break;
  }
  return js::number(call.env, index > slab.from ? static_cast<double>(index - slab.from) : 0);
}

}  // namespace samsa
