// One batch of a share consumer: from librdkafka's queue to columns, with nothing left behind.
#include <chrono>

#include "batch.h"
#include "share-consumer.h"

namespace samsa {
namespace {

constexpr int errorsPerPoll = 64;

int64_t nowNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

// On librdkafka's thread, under the queue's lock, on the edge from empty to not empty: what is there now came no earlier.
void ShareConsumer::onArrival(rd_kafka_t *, void *consumer) {
  auto *self = static_cast<ShareConsumer *>(consumer);
  self->arrivedNs_ = nowNs();
  self->signal();
}

bool ShareConsumer::noteArrival() {
  auto at = arrivedNs_.exchange(0);
  if (at == 0) return false;
  waitingSinceNs_ = at;
  unread_ = true;
  return true;
}

napi_value ShareConsumer::poll(napi_env env, double *info) {
  auto result = js::null(env);
  if (alive() && !closing()) {
    if (auto batch = next()) {
      info[3] = unread_ ? static_cast<double>(nowNs() - waitingSinceNs_) / 1e6 : 0;
      // Nothing left: what comes now comes with an event. Who took this for data would poll, which fetches, and a member that has left would have to join for it.
      unread_ = rd_kafka_queue_length(consumerQueue_.get()) > 0;
      try {
        result = pack(env, batch.get(), info);
      } catch (...) {
        giveBack(batch.get());
        throw;
      }
    }
  }
  info[2] = events.empty() ? 0 : 1;
  return result;
}

ShareBatch ShareConsumer::next() {
  for (int errors = 0; errors < errorsPerPoll;) {
    bool noted = noteArrival();
    rd_kafka_messages_t *batch = nullptr;
    KafkaErrorPtr error(rd_kafka_share_poll(share_, 0, &batch));
    if (batch) {
      // It came between the two lines above.
      if (!noted) noteArrival();
      return ShareBatch(batch);
    }
    if (error) {
      onPollError(errorOf(error.get()));
      errors++;
    } else if (!unread_) {
      break;
    } else {
      unread_ = false;
    }
  }
  return nullptr;
}

void ShareConsumer::onPollError(ErrorInfo error) {
  if (error.code == RD_KAFKA_RESP_ERR__STATE || error.code == RD_KAFKA_RESP_ERR__CONFLICT) throw Failure{error};
  if (error.fatal) return tellFatalError();
  Event event{EventType::consumerError, error.code, error.text};
  event.number = RD_KAFKA_OFFSET_INVALID;
  events.push(std::move(event));
}

napi_value ShareConsumer::pack(napi_env env, const rd_kafka_messages_t *batch, double *info) {
  size_t count = rd_kafka_messages_count(batch);
  std::vector<rd_kafka_message_t *> records;
  std::vector<int16_t> deliveryCounts;
  std::vector<Run> runs;
  records.reserve(count);
  deliveryCounts.reserve(count);
  broken_.clear();
  const rd_kafka_message_t *previous = nullptr;
  int id = -1;
  for (size_t i = 0; i < count; i++) {
    auto *message = rd_kafka_messages_get(batch, i);
    if (!previous || previous->rkt != message->rkt || previous->partition != message->partition) {
      id = partitions.idOf(rd_kafka_topic_name(message->rkt), message->partition);
    }
    previous = message;
    int16_t deliveryCount = rd_kafka_message_delivery_count(message);
    if (message->err) {
      broken_.insert(broken_.end(), {static_cast<double>(id), static_cast<double>(message->offset), static_cast<double>(deliveryCount),
                                     static_cast<double>(message->err)});
      continue;
    }
    if (runs.empty() || runs.back().queue != id) runs.push_back({id, static_cast<int>(records.size()), 0});
    runs.back().count++;
    records.push_back(message);
    deliveryCounts.push_back(deliveryCount);
  }
  info[0] = static_cast<double>(records.size());
  info[1] = static_cast<double>(runs.size());
  info[4] = static_cast<double>(broken_.size() / 4);
  return batchToJs(env, records, runs, deliveryCounts);
}

// A batch JavaScript never gets to see would forbid all polls to come.
void ShareConsumer::giveBack(const rd_kafka_messages_t *batch) {
  for (size_t i = 0; i < rd_kafka_messages_count(batch); i++) {
    auto *message = rd_kafka_messages_get(batch, i);
    auto *topic = rd_kafka_topic_name(message->rkt);
    rd_kafka_share_acknowledge_offset(share_, topic, message->partition, message->offset, RD_KAFKA_SHARE_ACKNOWLEDGE_TYPE_RELEASE);
  }
  KafkaErrorPtr(rd_kafka_share_commit_async(share_));
}

}  // namespace samsa
