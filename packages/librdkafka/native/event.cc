#include "event.h"

#include "js.h"
#include "topic-list.h"

namespace samsa {
namespace {

using Property = std::pair<const char *, napi_value>;

Property type(napi_env env, const char *name) { return {"type", js::string(env, name)}; }
Property code(napi_env env, const Event &event) { return {"errno", js::number(env, event.code)}; }
Property name(napi_env env, const Event &event) {
  return {"name", js::string(env, rd_kafka_err2name(static_cast<rd_kafka_resp_err_t>(event.code)))};
}
Property text(napi_env env, const char *key, const std::string &value) { return {key, js::string(env, value)}; }
Property list(napi_env env, const Event &event) { return {"list", listToJs(env, event.list.get())}; }

napi_value rebalance(napi_env env, const Event &event, const char *name) {
  return js::object(env, {type(env, name), list(env, event), text(env, "protocol", event.text), {"lost", js::boolean(env, event.flag)}});
}

napi_value consumerError(napi_env env, const Event &event) {
  auto topic = event.detail.empty() ? js::null(env) : js::string(env, event.detail);
  return js::object(env, {type(env, "consumer-error"), code(env, event), name(env, event), text(env, "text", event.text), {"topic", topic},
                          {"partition", js::number(env, event.partition)}, {"offset", js::number(env, event.number)},
                          {"queue", js::number(env, event.queue)}});
}

napi_value toJs(napi_env env, const Event &event) {
  switch (event.type) {
    case EventType::assign: return rebalance(env, event, "assign");
    case EventType::revoke: return rebalance(env, event, "revoke");
    case EventType::consumerError: return consumerError(env, event);
    case EventType::rebalanceError:
      return js::object(env, {type(env, "rebalance-error"), code(env, event), name(env, event), text(env, "text", event.text)});
    case EventType::error:
      return js::object(env, {type(env, "error"), code(env, event), name(env, event), text(env, "text", event.text),
                              {"fatal", js::boolean(env, event.flag)}});
    case EventType::eof:
      return js::object(env, {type(env, "eof"), {"queue", js::number(env, event.queue)}, {"offset", js::number(env, event.number)}});
    case EventType::stats: return js::object(env, {type(env, "stats"), text(env, "json", event.text)});
    case EventType::log:
      return js::object(env, {type(env, "log"), {"level", js::number(env, event.code)}, text(env, "facility", event.detail),
                              text(env, "text", event.text)});
    case EventType::throttle:
      return js::object(env, {type(env, "throttle"), text(env, "broker", event.text), {"throttleMs", js::number(env, event.number)}});
    case EventType::oauthRefresh: return js::object(env, {type(env, "oauth-refresh"), text(env, "config", event.text)});
    case EventType::offsetsCommitted: return js::object(env, {type(env, "offsets-committed"), code(env, event), list(env, event)});
    case EventType::closed: return js::object(env, {type(env, "closed")});
  }
  return js::null(env);
}

}  // namespace

void Events::push(Event event) {
  std::lock_guard lock(mutex_);
  events_.push_back(std::move(event));
}

bool Events::empty() {
  std::lock_guard lock(mutex_);
  return events_.empty();
}

napi_value Events::take(napi_env env) {
  std::vector<Event> taken;
  {
    std::lock_guard lock(mutex_);
    taken.swap(events_);
  }
  if (taken.empty()) return js::null(env);
  auto result = js::array(env, taken.size());
  for (uint32_t i = 0; i < taken.size(); i++) napi_set_element(env, result, i, toJs(env, taken[i]));
  return result;
}

}  // namespace samsa
