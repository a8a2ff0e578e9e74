#include "batch.h"

#include <climits>
#include <cstring>
#include <stdexcept>

namespace samsa {
namespace {

constexpr size_t entryHead = 2 * sizeof(int32_t);

struct HeaderEntry {
  const char *name;
  const void *value;
  size_t size;
};

rd_kafka_headers_t *headersOf(const rd_kafka_message_t *message) {
  rd_kafka_headers_t *headers = nullptr;
  return rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR ? headers : nullptr;
}

template <typename Visit>
int eachHeader(const rd_kafka_headers_t *headers, Visit visit) {
  int count = 0;
  HeaderEntry entry;
  while (!rd_kafka_header_get_all(headers, count, &entry.name, &entry.value, &entry.size)) {
    visit(entry);
    count++;
  }
  return count;
}

size_t sizeOf(const rd_kafka_message_t *message) {
  size_t size = message->key_len + message->len;
  if (auto *headers = headersOf(message)) {
    eachHeader(headers, [&](const HeaderEntry &entry) { size += entryHead + strlen(entry.name) + (entry.value ? entry.size : 0); });
  }
  return size;
}

class Writer {
 public:
  Writer(char *buffer, size_t count, size_t runs, size_t deliveryCounts)
      : offsets_(reinterpret_cast<double *>(buffer)),
        timestamps_(offsets_ + count),
        spans_(reinterpret_cast<int32_t *>(timestamps_ + count)),
        runs_(spans_ + 6 * count),
        deliveryCounts_(reinterpret_cast<int16_t *>(runs_ + 3 * runs)),
        bytes_(reinterpret_cast<char *>(deliveryCounts_ + deliveryCounts)) {}

  void write(const rd_kafka_message_t *message) {
    rd_kafka_timestamp_type_t kind;
    *offsets_++ = static_cast<double>(message->offset);
    *timestamps_++ = static_cast<double>(rd_kafka_message_timestamp(message, &kind));
    span(message->key, message->key_len);
    span(message->payload, message->len);
    *spans_++ = position_;
    auto *headers = headersOf(message);
    *spans_++ = headers ? eachHeader(headers, [this](const HeaderEntry &entry) { header(entry); }) : 0;
  }

  void write(const Run &run) {
    *runs_++ = run.queue;
    *runs_++ = run.start;
    *runs_++ = run.count;
  }

  void write(int16_t deliveryCount) { *deliveryCounts_++ = deliveryCount; }

 private:
  void span(const void *data, size_t size) {
    *spans_++ = position_;
    *spans_++ = data ? static_cast<int32_t>(size) : -1;
    if (data) copy(data, size);
  }

  void header(const HeaderEntry &entry) {
    int32_t head[2] = {static_cast<int32_t>(strlen(entry.name)), entry.value ? static_cast<int32_t>(entry.size) : -1};
    copy(head, sizeof head);
    copy(entry.name, head[0]);
    if (entry.value) copy(entry.value, entry.size);
  }

  void copy(const void *data, size_t size) {
    memcpy(bytes_ + position_, data, size);
    position_ += static_cast<int32_t>(size);
  }

  double *offsets_;
  double *timestamps_;
  int32_t *spans_;
  int32_t *runs_;
  int16_t *deliveryCounts_;
  char *bytes_;
  int32_t position_ = 0;
};

}  // namespace

napi_value batchToJs(napi_env env, std::span<rd_kafka_message_t *const> messages, std::span<const Run> runs,
                     std::span<const int16_t> deliveryCounts) {
  size_t count = messages.size(), bytes = 0;
  for (auto *message : messages) bytes += sizeOf(message);
  if (bytes > INT_MAX) throw std::length_error("the records of one poll exceed 2 GiB: lower fetch.message.max.bytes, fetch.max.bytes or maxBytes");
  size_t columns = count * (2 * sizeof(double) + 6 * sizeof(int32_t)) + runs.size() * 3 * sizeof(int32_t) + deliveryCounts.size_bytes();
  void *buffer = nullptr;
  napi_value result = nullptr;
  if (napi_create_arraybuffer(env, columns + bytes, &buffer, &result) != napi_ok) throw std::runtime_error("no memory for a batch");
  Writer writer(static_cast<char *>(buffer), count, runs.size(), deliveryCounts.size());
  for (auto *message : messages) writer.write(message);
  for (auto &run : runs) writer.write(run);
  for (auto deliveryCount : deliveryCounts) writer.write(deliveryCount);
  return result;
}

}  // namespace samsa
