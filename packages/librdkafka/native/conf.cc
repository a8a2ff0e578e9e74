#include "conf.h"

#include "callbacks.h"

namespace samsa {
namespace {

void set(rd_kafka_conf_t *conf, const std::string &name, const std::string &value) {
  char text[512];
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), text, sizeof text) != RD_KAFKA_CONF_OK) throw ConfigFailure{name, text};
}

}  // namespace

Conf confFromJs(napi_env env, napi_value flat, Client *client, bool tokenRefresh, Membership membership) {
  Conf conf(rd_kafka_conf_new());
  uint32_t length = js::length(env, flat);
  std::string group;
  for (uint32_t i = 0; i + 1 < length; i += 2) {
    auto name = js::toString(env, js::at(env, flat, i)), value = js::toString(env, js::at(env, flat, i + 1));
    set(conf.get(), name, value);
    if (name == "group.id") group = value;
  }
  if (membership == Membership::member && group.empty()) throw ConfigFailure{"group.id", "a consumer needs the name of its group"};
  // Log lines come through the client's queue: else they would come on broker threads.
  set(conf.get(), "log.queue", "true");
  setCallbacks(conf.get(), client, tokenRefresh);
  return conf;
}

}  // namespace samsa
