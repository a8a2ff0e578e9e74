// One owner for every librdkafka object. A single leaked message, list, queue or event makes rd_kafka_destroy wait for ever.
#pragma once
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "symbols.h"

namespace samsa {

template <auto &destroy>
struct Deleter {
  template <typename T>
  void operator()(T *object) const {
    destroy(object);
  }
};

using List = std::unique_ptr<rd_kafka_topic_partition_list_t, Deleter<rd_kafka_topic_partition_list_destroy>>;
using KafkaEvent = std::unique_ptr<rd_kafka_event_t, Deleter<rd_kafka_event_destroy>>;
using KafkaErrorPtr = std::unique_ptr<rd_kafka_error_t, Deleter<rd_kafka_error_destroy>>;
using Headers = std::unique_ptr<rd_kafka_headers_t, Deleter<rd_kafka_headers_destroy>>;
using Topic = std::unique_ptr<rd_kafka_topic_t, Deleter<rd_kafka_topic_destroy>>;
using Conf = std::unique_ptr<rd_kafka_conf_t, Deleter<rd_kafka_conf_destroy>>;
using GroupMetadata = std::unique_ptr<rd_kafka_consumer_group_metadata_t, Deleter<rd_kafka_consumer_group_metadata_destroy>>;
using ShareBatch = std::unique_ptr<rd_kafka_messages_t, Deleter<rd_kafka_messages_destroy>>;
using AdminOptions = std::unique_ptr<rd_kafka_AdminOptions_t, Deleter<rd_kafka_AdminOptions_destroy>>;

// A queue handle with its event callback; the callback is off before the handle is given back.
class Queue {
 public:
  using Callback = void (*)(rd_kafka_t *, void *);

  Queue() = default;
  explicit Queue(rd_kafka_queue_t *queue) : queue_(queue) {}
  Queue(Queue &&other) noexcept : queue_(std::exchange(other.queue_, nullptr)) {}
  Queue &operator=(Queue &&other) noexcept {
    std::swap(queue_, other.queue_);
    return *this;
  }
  ~Queue() { close(); }

  rd_kafka_queue_t *get() const { return queue_; }
  explicit operator bool() const { return queue_ != nullptr; }

  // The callback runs on librdkafka threads, under the queue's lock, on the edge from empty to not empty.
  void notify(Callback callback, void *opaque) { rd_kafka_queue_cb_event_enable(queue_, callback, opaque); }

  // Takes the queue's lock, so after its return no callback runs any more.
  void close() {
    if (!queue_) return;
    rd_kafka_queue_cb_event_enable(queue_, nullptr, nullptr);
    rd_kafka_queue_destroy(std::exchange(queue_, nullptr));
  }

 private:
  rd_kafka_queue_t *queue_ = nullptr;
};

// Messages of one poll.
class Messages {
 public:
  explicit Messages(size_t capacity) : items_(capacity) {}
  ~Messages() { clear(); }
  Messages(const Messages &) = delete;

  size_t size() const { return size_; }
  std::span<rd_kafka_message_t *const> all() const { return {items_.data(), size_}; }
  rd_kafka_message_t *operator[](size_t index) const { return items_[index]; }

  // Room for `count` more; what was written there is owned after grow(n).
  rd_kafka_message_t **tail(size_t count) {
    if (items_.size() < size_ + count) items_.resize(size_ + count);
    return items_.data() + size_;
  }
  void grow(size_t count) { size_ += count; }

  void clear() {
    for (size_t i = 0; i < size_; i++) rd_kafka_message_destroy(items_[i]);
    size_ = 0;
  }

 private:
  std::vector<rd_kafka_message_t *> items_;
  size_t size_ = 0;
};

}  // namespace samsa
