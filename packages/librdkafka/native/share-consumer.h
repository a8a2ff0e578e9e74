// A member of a share group (KIP-932): batches and their errors on the consumer's queue, everything else on the reply queue.
//
// What librdkafka 2.15.1 does, and what is done about it here:
//   - It makes the inner client, which its queues and admin requests need, known only to callbacks: the first log line tells it.
//   - It decides about the next fetch before it looks into the queue: poll() asks again where nothing came although something was told.
//   - It aborts the process when a batch reaches a closing handle that is served by callback: always served by event.
//   - A close while the assignment is on its way may never end: close() and destroy() leave the group first; who destroys has a limit.
//   - A batch that is alive makes the destruction wait for ever: none outlives poll().
#pragma once
#include <atomic>

#include "client.h"
#include "share-partitions.h"

namespace samsa {

class ShareConsumer : public Client {
 public:
  // `logLevel`: lines above it are dropped here, because librdkafka must not be told less than warnings.
  ShareConsumer(napi_env env, napi_value settings, napi_value onWake, bool tokenRefresh, int logLevel);

  // Throws _STATE where an unsettled record of the last batch or a missing subscription forbids it.
  // `info` gets: records, runs, 1 when events are waiting, ms since the batch came, broken records.
  napi_value poll(napi_env env, double *info);
  // Something came that no poll has met yet.
  bool hasData() const { return unread_ || arrivedNs_ != 0; }
  // [partition id, offset, delivery count, errno] for each record of the last batch that came broken.
  std::vector<double> takeBroken() { return std::exchange(broken_, {}); }

  // Rows [partition id, type, start, end] over `offsets`; the number of records that were refused.
  int acknowledge(std::span<const int32_t> rows, std::span<const double> offsets);
  void commit() { check(rd_kafka_share_commit_async(gate())); }
  // [partition id, errno, from, to (exclusive)] for each range of offsets that was answered.
  std::vector<double> takeResults();

  // Serves the reply queue, or while closing the close queue: callbacks run here and in poll() and commit().
  void serve();
  void close();

  // For calls of the share interface; throws _DESTROY from destroy() on.
  rd_kafka_share_t *gate() const;
  bool closing() const { return static_cast<bool>(closeQueue_); }

  SharePartitions partitions;

 private:
  void closeResources(rd_kafka_t *kafka) override;
  void completeClose(rd_kafka_t *kafka) override;
  void destroyHandle(rd_kafka_t *kafka) override;

  void drain();
  void tellFatalError();
  ShareBatch next();
  bool noteArrival();
  void onPollError(ErrorInfo error);
  napi_value pack(napi_env env, const rd_kafka_messages_t *batch, double *info);
  void giveBack(const rd_kafka_messages_t *batch);

  static void onLog(const rd_kafka_t *kafka, int level, const char *facility, const char *text);
  static void onArrival(rd_kafka_t *, void *consumer);
  static void onAcknowledged(rd_kafka_share_t *, rd_kafka_share_partition_offsets_list_t *list, rd_kafka_resp_err_t code, void *consumer);

  rd_kafka_share_t *share_ = nullptr;
  std::atomic<rd_kafka_t *> inner_{nullptr};
  const int logLevel_;
  Queue consumerQueue_;
  Queue replyQueue_;
  Queue closeQueue_;
  bool closed_ = false;
  bool fatalTold_ = false;
  std::atomic<bool> abandoned_{false};  // destroyed: nobody asks for results any more

  std::atomic<int64_t> arrivedNs_{0};  // the last edge of the consumer's queue that was not noted yet
  int64_t waitingSinceNs_ = 0;         // the last one that was
  bool unread_ = false;                // noted, and the queue was not empty after the last poll
  std::vector<double> broken_;
  std::vector<double> results_;
};

}  // namespace samsa
