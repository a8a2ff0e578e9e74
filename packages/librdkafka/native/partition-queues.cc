#include "partition-queues.h"

#include "client.h"

namespace samsa {

PartitionQueue &PartitionQueues::open(const std::string &topic, int32_t partition) {
  if (auto *known = find(topic, partition)) return *known;
  auto *handle = rd_kafka_queue_get_partition(client_.kafka(), topic.c_str(), partition);
  if (!handle) throw Failure{errorOf(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION)};
  auto id = static_cast<int>(queues_.size());
  auto opened = std::make_unique<PartitionQueue>(client_, signalled_, id, topic, partition);
  opened->queue = Queue(handle);
  rd_kafka_queue_forward(handle, nullptr);
  opened->queue.notify(onRecords, opened.get());
  auto &result = *opened;
  byPartition_[{topic, partition}] = &result;
  queues_.push_back(std::move(opened));
  // What was queued before the callback was set gives no event.
  back(result);
  return result;
}

PartitionQueue &PartitionQueues::at(int id) {
  if (id < 0 || static_cast<size_t>(id) >= queues_.size()) throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, "no such queue")};
  return *queues_[id];
}

PartitionQueue *PartitionQueues::find(const std::string &topic, int32_t partition) {
  auto found = byPartition_.find({topic, partition});
  return found == byPartition_.end() ? nullptr : found->second;
}

void PartitionQueues::hold(PartitionQueue &queue) {
  if (queue.held) return;
  queue.held = true;
  if (queue.inRing) unheld_--;
}

void PartitionQueues::release(PartitionQueue &queue) {
  if (!queue.held) return;
  queue.held = false;
  if (queue.inRing) {
    unheld_++;
  } else {
    back(queue);
  }
  client_.signal();
}

void PartitionQueues::close() {
  for (auto &queue : queues_) queue->queue.close();
  ring_.clear();
  unheld_ = 0;
}

bool PartitionQueues::ready() {
  collect();
  return unheld_ > 0;
}

PartitionQueue *PartitionQueues::next() {
  collect();
  while (!ring_.empty()) {
    auto *queue = ring_.front();
    ring_.pop_front();
    queue->inRing = false;
    if (queue->held) continue;
    unheld_--;
    return queue;
  }
  return nullptr;
}

void PartitionQueues::back(PartitionQueue &queue) {
  if (queue.inRing) return;
  queue.inRing = true;
  ring_.push_back(&queue);
  if (!queue.held) unheld_++;
}

void PartitionQueues::collect() {
  auto *queue = signalled_.exchange(nullptr);
  while (queue) {
    auto *following = queue->nextSignalled;
    // Cleared before the queue is polled: what comes later signals again.
    queue->signalled = false;
    back(*queue);
    queue = following;
  }
}

// Under the queue's lock, on a librdkafka thread: a push on a lock-free stack and the wake, nothing else.
void PartitionQueues::onRecords(rd_kafka_t *, void *opaque) {
  auto *queue = static_cast<PartitionQueue *>(opaque);
  if (!queue->signalled.exchange(true)) {
    auto *head = queue->signalledHead.load();
    do queue->nextSignalled = head;
    while (!queue->signalledHead.compare_exchange_weak(head, queue));
  }
  queue->client.signal();
}

}  // namespace samsa
