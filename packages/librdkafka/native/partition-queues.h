// The partition queues of a consumer and the ring of those that may have records.
//
// A queue enters the ring by its event (any thread) or by release(); it leaves when a poll returned less than asked, because only then
// the next record gives an event again. A held queue is passed over and comes back by release().
#pragma once
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "guards.h"

namespace samsa {

class Client;

struct PartitionQueue {
  PartitionQueue(Client &client, std::atomic<PartitionQueue *> &signalled, int id, std::string topic, int32_t partition)
      : client(client), signalledHead(signalled), id(id), topic(std::move(topic)), partition(partition) {}

  Client &client;
  std::atomic<PartitionQueue *> &signalledHead;
  const int id;
  const std::string topic;
  const int32_t partition;
  Queue queue;
  std::atomic<bool> signalled{false};
  PartitionQueue *nextSignalled = nullptr;
  bool inRing = false;
  bool held = false;
  double averageBytes = 0;  // of a record, to ask for about as many bytes as are wanted
};

class PartitionQueues {
 public:
  explicit PartitionQueues(Client &client) : client_(client) {}

  // Un-forwards the partition's queue, before it is assigned: what was forwarded already would stay in the consumer queue.
  PartitionQueue &open(const std::string &topic, int32_t partition);
  PartitionQueue &at(int id);
  PartitionQueue *find(const std::string &topic, int32_t partition);
  void hold(PartitionQueue &queue);
  void release(PartitionQueue &queue);
  void close();

  bool ready();
  PartitionQueue *next();  // takes the first unheld queue out of the ring
  void back(PartitionQueue &queue);  // it may have more: to the end of the ring

 private:
  void collect();
  static void onRecords(rd_kafka_t *, void *queue);

  Client &client_;
  std::vector<std::unique_ptr<PartitionQueue>> queues_;
  std::map<std::pair<std::string, int32_t>, PartitionQueue *> byPartition_;
  std::atomic<PartitionQueue *> signalled_{nullptr};
  std::deque<PartitionQueue *> ring_;
  size_t unheld_ = 0;  // of those in the ring
};

}  // namespace samsa
