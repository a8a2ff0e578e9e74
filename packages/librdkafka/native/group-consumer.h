// A consumer-group member: events on the consumer's queue, records on the partition queues.
//
// While it closes, librdkafka (2.15.1) may end the group without waiting for the answer to a rebalance, and then drops calls that are on their
// way without an answer: rd_kafka_assign and its kin wait for ever. So close() answers what is unanswered before it begins, and later answers
// are given on a thread of their own, which is left behind where that happens all the same.
#pragma once
#include "client.h"
#include "partition-queues.h"

namespace samsa {

enum class AssignMethod { all, add, remove };

class GroupConsumer : public Client {
 public:
  GroupConsumer(napi_env env, napi_value settings, napi_value onWake, bool tokenRefresh);

  // Polls the consumer's queue, or while closing the close queue: callbacks run here, and this is what keeps the membership.
  void serve();
  // Records of the ready partition queues as one ArrayBuffer, or null. `info` gets: records, runs, 1 when events are waiting.
  napi_value take(napi_env env, size_t maxRecords, size_t maxBytes, int32_t *info);
  void commit(const rd_kafka_topic_partition_list_t *list, double id);
  // Answers a rebalance, or takes partitions without a group; `list` null: none.
  void answer(AssignMethod method, const rd_kafka_topic_partition_list_t *list);
  void close();
  // For calls that ask the group, which may be gone while closing: throws _STATE then.
  rd_kafka_t *group() const;
  const char *protocol() const;  // while closing the last one known

  PartitionQueues queues;

 private:
  friend class Take;

  void closeResources(rd_kafka_t *kafka) override;
  void completeClose(rd_kafka_t *kafka) override;
  void onMessage(rd_kafka_message_t *message, int queue);
  void onRebalanceEvent(bool assign, Event event);
  void giveUpLater();
  void answerLast(rd_kafka_t *kafka);

  static void onRebalance(rd_kafka_t *, rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t *, void *client);
  static void onAutoCommit(rd_kafka_t *, rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t *, void *client);
  static void onCommit(rd_kafka_t *, rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t *, void *id);

  Queue queue_;
  Queue closeQueue_;
  bool closed_ = false;
  bool cooperative_ = false;
  enum class Unanswered { nothing, assign, revoke } unanswered_ = Unanswered::nothing;
  List unansweredList_;
  BlockingThread answers_;              // while closing
  std::atomic<bool> abandoned_{false};  // destroyed while closing: nobody is there to answer
};

}  // namespace samsa
