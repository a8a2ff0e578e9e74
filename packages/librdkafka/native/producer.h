// A producer-type handle: sends, delivery reports, transactions. Admin clients are producers that never send.
#pragma once
#include <deque>
#include <vector>

#include "client.h"

namespace samsa {

class Producer : public Client {
 public:
  Producer(napi_env env, napi_value settings, napi_value onWake, bool tokenRefresh);

  int topic(const std::string &name);  // index of a new topic handle
  rd_kafka_topic_t *topicAt(int index) const;  // nullptr: none
  // Sorts what the main queue has: delivery reports are kept for deliveries(), the rest becomes events.
  void serve();
  // At most `max` rows [id, errno, partition, offset] appended to `rows`.
  void deliveries(size_t max, std::vector<double> &rows);

 private:
  void closeResources(rd_kafka_t *kafka) override;

  Queue queue_;
  std::vector<Topic> topics_;
  std::deque<KafkaEvent> reports_;
};

// produce(): see produce.cc.
napi_value produce(const Call &call);

}  // namespace samsa
