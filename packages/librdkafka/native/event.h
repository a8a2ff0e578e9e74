// What librdkafka tells a client, kept as data until JavaScript asks for it.
#pragma once
#include <node_api.h>

#include <mutex>
#include <string>
#include <vector>

#include "guards.h"

namespace samsa {

enum class EventType { assign, revoke, rebalanceError, error, consumerError, eof, stats, log, throttle, oauthRefresh, offsetsCommitted, closed };

// One record for all types; event.cc says which fields a type has.
struct Event {
  EventType type;
  int code = 0;
  std::string text{};
  std::string detail{};
  List list{};
  bool flag = false;
  int partition = -1;
  double number = -1;
  int queue = -1;
};

// Filled by callbacks on any thread (log lines during construction come on librdkafka's), emptied by JavaScript.
class Events {
 public:
  void push(Event event);
  bool empty();
  napi_value take(napi_env env);  // array, or null when there are none

 private:
  std::mutex mutex_;
  std::vector<Event> events_;
};

}  // namespace samsa
