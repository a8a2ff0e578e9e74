#include "group-consumer.h"

#include <chrono>
#include <cstring>

#include "conf.h"
#include "topic-list.h"

namespace samsa {
namespace {

constexpr size_t eventsPerPoll = 64;
constexpr int closeSliceMs = 50;
constexpr std::chrono::seconds closeLimit{15};  // librdkafka itself waits at most 5 s for the answer to its LeaveGroup

bool isCooperative(rd_kafka_t *kafka) {
  const char *protocol = rd_kafka_rebalance_protocol(kafka);  // null once the group is left
  return protocol && strcmp(protocol, "COOPERATIVE") == 0;
}

// Answers a rebalance as it was asked, although nothing of it will be consumed.
void accept(rd_kafka_t *kafka, bool assign, const rd_kafka_topic_partition_list_t *list) {
  if (!isCooperative(kafka)) {
    rd_kafka_assign(kafka, assign ? list : nullptr);
  } else {
    KafkaErrorPtr(assign ? rd_kafka_incremental_assign(kafka, list) : rd_kafka_incremental_unassign(kafka, list));
  }
}

Event listEvent(EventType type, rd_kafka_resp_err_t code, const rd_kafka_topic_partition_list_t *list) {
  Event event{type, code, rd_kafka_err2str(code)};
  if (list) event.list = List(rd_kafka_topic_partition_list_copy(list));
  return event;
}

}  // namespace

GroupConsumer::GroupConsumer(napi_env env, napi_value settings, napi_value onWake, bool tokenRefresh)
    : Client(env, onWake), queues(*this) {
  auto conf = confFromJs(env, settings, this, tokenRefresh, Membership::member);
  rd_kafka_conf_set_rebalance_cb(conf.get(), onRebalance);
  // Always: a commit answer without a callback reaches rd_kafka_message_get, which aborts the process.
  rd_kafka_conf_set_offset_commit_cb(conf.get(), onAutoCommit);
  open(RD_KAFKA_CONSUMER, std::move(conf));
  rd_kafka_poll_set_consumer(kafka());
  queue_ = Queue(rd_kafka_queue_get_consumer(kafka()));
  rd_kafka_set_log_queue(kafka(), queue_.get());
  watch(queue_);
}

void GroupConsumer::serve() {
  if (!alive()) return;
  auto *queue = (closeQueue_ ? closeQueue_ : queue_).get();
  Messages messages(eventsPerPoll);
  for (;;) {
    auto got = rd_kafka_consume_batch_queue(queue, 0, messages.tail(eventsPerPoll), eventsPerPoll);
    if (got <= 0) break;
    messages.grow(got);
    for (size_t i = 0; i < messages.size(); i++) onMessage(messages[i], -1);
    messages.clear();
    if (static_cast<size_t>(got) < eventsPerPoll) break;
  }
  // An assignment that came while closing is no news, but has to be answered, unless a revocation followed.
  if (closeQueue_ && unanswered_ == Unanswered::assign) giveUpLater();
  if (closeQueue_ && !closed_ && rd_kafka_consumer_closed(kafka())) {
    closed_ = true;
    events.push({EventType::closed});
  }
}

// Errors become events. A record is here only by mistake (its partition has no queue): loud, except while closing.
void GroupConsumer::onMessage(rd_kafka_message_t *message, int queue) {
  if (!message->err && closeQueue_) return;
  if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    Event event{EventType::eof};
    event.queue = queue;
    event.number = static_cast<double>(message->offset);
    return events.push(std::move(event));
  }
  Event event{EventType::consumerError, message->err};
  event.text = message->err ? rd_kafka_message_errstr(message) : "a record of a partition without a queue was dropped";
  if (!message->err) event.code = RD_KAFKA_RESP_ERR__INCONSISTENT;
  if (message->rkt) event.detail = rd_kafka_topic_name(message->rkt);
  event.partition = message->partition;
  event.number = static_cast<double>(message->offset);
  event.queue = queue;
  events.push(std::move(event));
}

void GroupConsumer::commit(const rd_kafka_topic_partition_list_t *list, double id) {
  auto *queue = (closeQueue_ ? closeQueue_ : queue_).get();
  check(rd_kafka_commit_queue(kafka(), list, queue, onCommit, reinterpret_cast<void *>(static_cast<intptr_t>(id))));
}

void GroupConsumer::answer(AssignMethod method, const rd_kafka_topic_partition_list_t *list) {
  auto *handle = kafka();
  if (closeQueue_) return giveUpLater();
  if (list && method != AssignMethod::remove) {
    // Every partition has its queue before it is assigned, so no record takes the consumer's queue.
    for (int i = 0; i < list->cnt; i++) queues.open(list->elems[i].topic, list->elems[i].partition);
  }
  unanswered_ = Unanswered::nothing;
  switch (method) {
    case AssignMethod::all: return check(rd_kafka_assign(handle, list));
    case AssignMethod::add: return check(rd_kafka_incremental_assign(handle, list));
    case AssignMethod::remove: return check(rd_kafka_incremental_unassign(handle, list));
  }
}

// While closing every answer means the same to librdkafka; without an open question it could meet a group that is gone.
void GroupConsumer::giveUpLater() {
  if (unanswered_ == Unanswered::nothing) return;
  unanswered_ = Unanswered::nothing;
  answers_.run([kafka = kafka()] { rd_kafka_assign(kafka, nullptr); });
}

void GroupConsumer::close() {
  if (closeQueue_) return;
  serve();
  if (unanswered_ != Unanswered::nothing) {
    bool assign = unanswered_ == Unanswered::assign;
    auto method = !cooperative_ ? AssignMethod::all : assign ? AssignMethod::add : AssignMethod::remove;
    answer(method, cooperative_ ? unansweredList_.get() : nullptr);
  }
  auto queue = Queue(rd_kafka_queue_new(kafka()));
  watch(queue);
  check(rd_kafka_consumer_close_queue(kafka(), queue.get()));
  closeQueue_ = std::move(queue);
  signal();
}

rd_kafka_t *GroupConsumer::group() const {
  if (closeQueue_ && unanswered_ == Unanswered::nothing) throw Failure{errorOf(RD_KAFKA_RESP_ERR__STATE, "the consumer is closing")};
  return kafka();
}

const char *GroupConsumer::protocol() const {
  if (closeQueue_) return cooperative_ ? "COOPERATIVE" : "EAGER";
  const char *protocol = rd_kafka_rebalance_protocol(kafka());
  return protocol ? protocol : "NONE";
}

void GroupConsumer::closeResources(rd_kafka_t *) {
  abandoned_ = true;
  queues.close();
  // still polled by answerLast()
  queue_.notify(nullptr, nullptr);
  if (closeQueue_) closeQueue_.notify(nullptr, nullptr);
}

// A KIP-848 member that waits for the answer to an assignment, served or not, keeps rd_kafka_destroy waiting for ever (librdkafka 2.15.1:
// rd_kafka_cgrp_terminate0 only unassigns, which does not end WAIT_ASSIGN_CALL).
void GroupConsumer::answerLast(rd_kafka_t *kafka) {
  if (unanswered_ != Unanswered::nothing) accept(kafka, unanswered_ == Unanswered::assign, unansweredList_.get());
  Messages messages(eventsPerPoll);
  for (;; messages.clear()) {
    auto got = rd_kafka_consume_batch_queue(queue_.get(), 0, messages.tail(eventsPerPoll), eventsPerPoll);
    if (got <= 0) return;
    messages.grow(got);
  }
}

// rd_kafka_destroy ends a close that has begun only together with the application: without an answer to its revocation it waits for ever.
void GroupConsumer::completeClose(rd_kafka_t *kafka) {
  using Clock = std::chrono::steady_clock;
  if (!closeQueue_) {
    answerLast(kafka);
    return queue_.close();
  }
  queue_.close();
  if (unanswered_ != Unanswered::nothing) answers_.run([kafka] { rd_kafka_assign(kafka, nullptr); });
  Messages messages(eventsPerPoll);
  for (auto limit = Clock::now() + closeLimit; !rd_kafka_consumer_closed(kafka) && Clock::now() < limit; messages.clear()) {
    auto got = rd_kafka_consume_batch_queue(closeQueue_.get(), closeSliceMs, messages.tail(eventsPerPoll), eventsPerPoll);
    if (got > 0) messages.grow(got);
  }
  closeQueue_.close();
  answers_.finish(std::chrono::seconds(1));
}

// Runs inside serve(), on the JS thread: copies and returns; the answer comes later. Or inside completeClose(), on the blocking thread.
void GroupConsumer::onRebalance(rd_kafka_t *kafka, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list, void *opaque) {
  auto *self = static_cast<GroupConsumer *>(static_cast<Client *>(opaque));
  bool assign = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
  bool revoke = code == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS;
  if (self->abandoned_ && !self->closeQueue_) return accept(kafka, assign, list);
  if (self->abandoned_) return self->answers_.run([kafka] { rd_kafka_assign(kafka, nullptr); });
  auto event = listEvent(assign ? EventType::assign : revoke ? EventType::revoke : EventType::rebalanceError, code, list);
  if (!assign && !revoke) return self->events.push(std::move(event));
  if (!self->closeQueue_) self->cooperative_ = isCooperative(kafka);
  event.text = self->cooperative_ ? "COOPERATIVE" : "EAGER";
  // Readable only here: the (un)assign call resets it.
  event.flag = rd_kafka_assignment_lost(kafka);
  self->onRebalanceEvent(assign, std::move(event));
}

void GroupConsumer::onRebalanceEvent(bool assign, Event event) {
  unanswered_ = assign ? Unanswered::assign : Unanswered::revoke;
  unansweredList_ = List(rd_kafka_topic_partition_list_copy(event.list.get()));
  if (!assign || !closeQueue_) events.push(std::move(event));
}

void GroupConsumer::onAutoCommit(rd_kafka_t *, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list, void *opaque) {
  static_cast<Client *>(opaque)->events.push(listEvent(EventType::offsetsCommitted, code, list));
}

void GroupConsumer::onCommit(rd_kafka_t *kafka, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list, void *opaque) {
  auto *self = static_cast<Client *>(rd_kafka_opaque(kafka));
  auto copy = list ? std::shared_ptr<rd_kafka_topic_partition_list_t>(rd_kafka_topic_partition_list_copy(list),
                                                                      Deleter<rd_kafka_topic_partition_list_destroy>())
                   : nullptr;
  self->reply(static_cast<double>(reinterpret_cast<intptr_t>(opaque)), errorOf(code),
              [copy](napi_env env) { return listToJs(env, copy.get()); });
}

}  // namespace samsa
