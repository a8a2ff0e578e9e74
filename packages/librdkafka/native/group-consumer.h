// A consumer-group member: events on the consumer's queue, records on the partition queues.
#pragma once
#include "client.h"
#include "partition-queues.h"

namespace samsa {

class GroupConsumer : public Client {
 public:
  GroupConsumer(napi_env env, napi_value settings, napi_value onWake, bool tokenRefresh);

  // Polls the consumer's queue, or while closing the close queue: callbacks run here, and this is what keeps the membership.
  void serve();
  // Records of the ready partition queues as one ArrayBuffer, or null. `info` gets: records, runs, 1 when events are waiting.
  napi_value take(napi_env env, size_t maxRecords, size_t maxBytes, int32_t *info);
  void commit(const rd_kafka_topic_partition_list_t *list, double id);
  void close();

  PartitionQueues queues;

 private:
  friend class Take;

  void closeResources(rd_kafka_t *kafka) override;
  void completeClose(rd_kafka_t *kafka) override;
  void onMessage(rd_kafka_message_t *message, int queue);

  static void onRebalance(rd_kafka_t *, rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t *, void *client);
  static void onAutoCommit(rd_kafka_t *, rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t *, void *client);
  static void onCommit(rd_kafka_t *, rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t *, void *id);

  Queue queue_;
  Queue closeQueue_;
  bool closed_ = false;
  std::atomic<bool> abandoned_{false};  // destroyed while closing: rebalances are answered here
};


}  // namespace samsa
