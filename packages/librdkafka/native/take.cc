// One batch from the ready partition queues, in turn and in chunks, so that none starves and the bytes stay near the limit.
#include <algorithm>

#include "batch.h"
#include "group-consumer.h"

namespace samsa {

namespace {

constexpr size_t firstChunk = 16;    // the size of this queue's records is not known yet
constexpr size_t largestChunk = 512;

}  // namespace

class Take {
 public:
  Take(GroupConsumer &consumer, size_t maxRecords, size_t maxBytes)
      : consumer_(consumer), maxRecords_(maxRecords), maxBytes_(maxBytes), messages_(std::min(maxRecords, largestChunk)) {}

  void run() {
    while (messages_.size() < maxRecords_ && bytes_ < maxBytes_) {
      auto *queue = consumer_.queues.next();
      if (!queue) return;
      if (poll(*queue)) consumer_.queues.back(*queue);
    }
  }

  const Messages &messages() const { return messages_; }
  const std::vector<Run> &runs() const { return runs_; }

 private:
  // True when the queue may have more.
  bool poll(PartitionQueue &queue) {
    size_t asked = chunkOf(queue);
    auto **tail = messages_.tail(asked);
    auto answer = rd_kafka_consume_batch_queue(queue.queue.get(), 0, tail, asked);
    size_t got = answer > 0 ? answer : 0;
    size_t records = 0, bytes = 0;
    for (size_t i = 0; i < got; i++) {
      auto *message = tail[i];
      if (message->err) {
        consumer_.onMessage(message, queue.id);
        rd_kafka_message_destroy(message);
      } else {
        bytes += message->key_len + message->len;
        tail[records++] = message;
      }
    }
    add(queue, records, bytes);
    return got == asked;
  }

  size_t chunkOf(const PartitionQueue &queue) const {
    size_t wanted = queue.averageBytes > 0 ? static_cast<size_t>((maxBytes_ - bytes_) / queue.averageBytes) + 1 : firstChunk;
    return std::min({wanted, largestChunk, maxRecords_ - messages_.size()});
  }

  void add(PartitionQueue &queue, size_t records, size_t bytes) {
    if (!records) return;
    double average = std::max(1.0, static_cast<double>(bytes) / records);
    queue.averageBytes = queue.averageBytes > 0 ? (3 * queue.averageBytes + average) / 4 : average;
    if (!runs_.empty() && runs_.back().queue == queue.id) {
      runs_.back().count += static_cast<int>(records);
    } else {
      runs_.push_back({queue.id, static_cast<int>(messages_.size()), static_cast<int>(records)});
    }
    messages_.grow(records);
    bytes_ += bytes;
  }

  GroupConsumer &consumer_;
  const size_t maxRecords_;
  const size_t maxBytes_;
  Messages messages_;
  std::vector<Run> runs_;
  size_t bytes_ = 0;
};

napi_value GroupConsumer::take(napi_env env, size_t maxRecords, size_t maxBytes, int32_t *info) {
  napi_value result = js::null(env);
  if (alive() && !closeQueue_) {
    Take taken(*this, maxRecords, maxBytes);
    taken.run();
    info[0] = static_cast<int32_t>(taken.messages().size());
    info[1] = static_cast<int32_t>(taken.runs().size());
    if (info[0]) result = batchToJs(env, taken.messages().all(), taken.runs());
  }
  info[2] = events.empty() ? 0 : 1;
  return result;
}

}  // namespace samsa
