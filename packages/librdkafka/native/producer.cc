#include "producer.h"

#include "callbacks.h"
#include "conf.h"

namespace samsa {

Producer::Producer(napi_env env, napi_value settings, napi_value onWake, bool tokenRefresh) : Client(env, onWake) {
  auto conf = confFromJs(env, settings, this, tokenRefresh);
  // Without this, reports would need a callback; everything on this queue comes as an event.
  rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_DR);
  open(RD_KAFKA_PRODUCER, std::move(conf));
  queue_ = Queue(rd_kafka_queue_get_main(kafka()));
  rd_kafka_set_log_queue(kafka(), queue_.get());
  watch(queue_);
}

int Producer::topic(const std::string &name) {
  Topic topic(rd_kafka_topic_new(kafka(), name.c_str(), nullptr));
  if (!topic) throw Failure{errorOf(rd_kafka_last_error())};
  topics_.push_back(std::move(topic));
  return static_cast<int>(topics_.size()) - 1;
}

rd_kafka_topic_t *Producer::topicAt(int index) const {
  return index >= 0 && static_cast<size_t>(index) < topics_.size() ? topics_[index].get() : nullptr;
}

void Producer::serve() {
  if (!alive()) return;
  while (KafkaEvent event{rd_kafka_queue_poll(queue_.get(), 0)}) {
    if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_DR) {
      reports_.push_back(std::move(event));
    } else {
      pushEvent(*this, event.get());
    }
  }
}

void Producer::deliveries(size_t max, std::vector<double> &rows) {
  if (reports_.empty()) serve();
  for (size_t count = 0; count < max && !reports_.empty();) {
    auto *message = rd_kafka_event_message_next(reports_.front().get());
    if (!message) {
      reports_.pop_front();
      continue;
    }
    auto id = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(message->_private));
    rows.insert(rows.end(), {static_cast<double>(id), static_cast<double>(message->err), static_cast<double>(message->partition),
                             static_cast<double>(message->offset)});
    count++;
  }
}

void Producer::closeResources(rd_kafka_t *kafka) {
  reports_.clear();
  topics_.clear();
  queue_.close();
  // Nobody waits for them any more, and without this the destruction would.
  rd_kafka_purge(kafka, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING);
}

}  // namespace samsa
