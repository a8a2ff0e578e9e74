#include "share-consumer.h"

#include <chrono>
#include <cstring>

#include "callbacks.h"
#include "conf.h"

namespace samsa {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int closeSliceMs = 50;
constexpr std::chrono::seconds closeLimit{15};

// Said at every construction, to whom it is no news.
bool isPreviewNotice(const char *facility, const char *text) {
  return strcmp(facility, "SHARECONSUMER") == 0 && strstr(text, "is in \"Preview\"");
}

}  // namespace

ShareConsumer::ShareConsumer(napi_env env, napi_value settings, napi_value onWake, bool tokenRefresh, int logLevel)
    : Client(env, onWake), logLevel_(logLevel) {
  char text[512];
  auto conf = confFromJs(env, settings, this, tokenRefresh, Membership::member);
  // Not by queue: the line that tells the inner client comes while it is being made.
  rd_kafka_conf_set(conf.get(), "log.queue", "false", text, sizeof text);
  rd_kafka_conf_set_log_cb(conf.get(), onLog);
  share_ = rd_kafka_share_consumer_new(conf.get(), text, sizeof text);
  if (!share_) throw ConfigFailure{"", text};
  (void)conf.release();
  if (!inner_ || KafkaErrorPtr(rd_kafka_share_set_acknowledgement_commit_cb(share_, onAcknowledged, this))) {
    KafkaErrorPtr(rd_kafka_share_destroy_flags(share_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE));
    throw Failure{errorOf(RD_KAFKA_RESP_ERR__FAIL, "librdkafka did not make the inner client of the share consumer known")};
  }
  adopt(inner_);
  consumerQueue_ = Queue(rd_kafka_queue_get_consumer(inner_));
  consumerQueue_.notify(onArrival, this);
  replyQueue_ = Queue(rd_kafka_queue_get_main(inner_));
  watch(replyQueue_);
}

rd_kafka_share_t *ShareConsumer::gate() const {
  kafka();
  return share_;
}

void ShareConsumer::drain() {
  auto *queue = (closeQueue_ ? closeQueue_ : replyQueue_).get();
  while (KafkaEvent event{rd_kafka_queue_poll(queue, 0)}) pushEvent(*this, event.get());
}

void ShareConsumer::serve() {
  if (!alive()) return;
  drain();
  tellFatalError();
  if (!closeQueue_ || closed_ || !rd_kafka_share_consumer_closed(share_)) return;
  drain();  // results come before the end, but perhaps after the first look
  closed_ = true;
  events.push({EventType::closed});
}

// It comes by the consumer's queue alone, where nobody looks while nothing is subscribed.
void ShareConsumer::tellFatalError() {
  char text[512];
  if (fatalTold_) return;
  auto code = rd_kafka_fatal_error(kafka(), text, sizeof text);
  if (!code) return;
  fatalTold_ = true;
  Event event{EventType::error, code, text};
  event.flag = true;
  events.push(std::move(event));
}

void ShareConsumer::close() {
  if (closeQueue_) return;
  // Refused only where there is nothing to leave.
  rd_kafka_share_unsubscribe(gate());
  auto queue = Queue(rd_kafka_queue_new(kafka()));
  watch(queue);
  check(rd_kafka_share_consumer_close_queue(share_, queue.get()));
  closeQueue_ = std::move(queue);
  signal();
}

// Also who is destroyed without a close leaves first, and waits for the answer: in librdkafka 2.15.1 a leave that is on its way when the client goes ends on two
// threads at once (rd_kafka_cgrp_handle_ShareGroupHeartbeat_leave on the broker's, for _DESTROY), which both free the assignment.
void ShareConsumer::closeResources(rd_kafka_t *kafka) {
  abandoned_ = true;
  consumerQueue_.close();
  replyQueue_.close();
  if (closeQueue_) return closeQueue_.notify(nullptr, nullptr);
  rd_kafka_share_unsubscribe(share_);
  auto queue = Queue(rd_kafka_queue_new(kafka));
  if (!KafkaErrorPtr(rd_kafka_share_consumer_close_queue(share_, queue.get()))) closeQueue_ = std::move(queue);
}

// rd_kafka_share_destroy waits for a close that has begun, and serves nothing.
void ShareConsumer::completeClose(rd_kafka_t *) {
  if (!closeQueue_) return;
  for (auto limit = Clock::now() + closeLimit; !rd_kafka_share_consumer_closed(share_) && Clock::now() < limit;) {
    KafkaEvent dropped(rd_kafka_queue_poll(closeQueue_.get(), closeSliceMs));
  }
  closeQueue_.close();
}

void ShareConsumer::destroyHandle(rd_kafka_t *) {
  // Refused only while a call of the share interface is on its way; there is none on any thread by now.
  KafkaErrorPtr(rd_kafka_share_destroy_flags(share_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE));
}

// On any thread of librdkafka, also while this object is being made.
void ShareConsumer::onLog(const rd_kafka_t *kafka, int level, const char *facility, const char *text) {
  auto *self = static_cast<ShareConsumer *>(static_cast<Client *>(rd_kafka_opaque(kafka)));
  rd_kafka_t *unknown = nullptr;
  self->inner_.compare_exchange_strong(unknown, const_cast<rd_kafka_t *>(kafka));
  if (level > self->logLevel_ || isPreviewNotice(facility, text)) return;
  self->events.push({EventType::log, level, text, facility});
  self->signalUnlessGone();
}

}  // namespace samsa
