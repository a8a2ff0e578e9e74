// What admin requests share: options with the request's id, and arrays of librdkafka objects with their owner.
#pragma once
#include <vector>

#include "client.h"

namespace samsa {

class AdminRequest {
 public:
  // Every request is called as request(handle, id, timeoutMs, …) and answered on the client's admin queue.
  AdminRequest(const Call &call, rd_kafka_admin_op_t operation)
      : client(call.handle<Client>()), kafka(client.kafka()), queue(client.adminQueue()), options_(rd_kafka_AdminOptions_new(kafka, operation)) {
    char text[512];
    int timeoutMs = call.integer(2);
    check(rd_kafka_AdminOptions_set_request_timeout(options_.get(), timeoutMs, text, sizeof text));
    rd_kafka_AdminOptions_set_opaque(options_.get(), reinterpret_cast<void *>(static_cast<intptr_t>(call.number(1))));
  }

  // The broker waits this long for the change to have spread.
  void waitForBroker(int timeoutMs) {
    char text[512];
    check(rd_kafka_AdminOptions_set_operation_timeout(options_.get(), timeoutMs, text, sizeof text));
  }

  rd_kafka_AdminOptions_t *options() const { return options_.get(); }

  Client &client;
  rd_kafka_t *const kafka;
  rd_kafka_queue_t *const queue;

 private:
  AdminOptions options_;
};

// Pointers as librdkafka takes them, each with its owner.
template <typename T, auto &destroy>
class Owned {
 public:
  void add(T *object) {
    owners_.emplace_back(object);
    pointers_.push_back(object);
  }
  T **data() { return pointers_.data(); }
  size_t size() const { return pointers_.size(); }

 private:
  std::vector<std::unique_ptr<T, Deleter<destroy>>> owners_;
  std::vector<T *> pointers_;
};

// A function of the form `const T **results(const R *result, size_t *count)` as something to loop over.
template <typename T>
struct Results {
  const T **items;
  size_t count;
  const T **begin() const { return items; }
  const T **end() const { return items + count; }
};

template <typename T, typename R>
Results<T> resultsOf(const T **(*get)(const R *, size_t *), const R *result) {
  size_t count = 0;
  auto **items = get(result, &count);
  return {items, count};
}

}  // namespace samsa
