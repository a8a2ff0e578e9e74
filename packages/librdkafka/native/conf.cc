#include "conf.h"

#include "callbacks.h"

namespace samsa {
namespace {

void set(rd_kafka_conf_t *conf, const std::string &name, const std::string &value) {
  char text[512];
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), text, sizeof text) != RD_KAFKA_CONF_OK) throw ConfigFailure{name, text};
}

}  // namespace

Conf confFromJs(napi_env env, napi_value flat, Client *client, bool tokenRefresh) {
  Conf conf(rd_kafka_conf_new());
  uint32_t length = js::length(env, flat);
  for (uint32_t i = 0; i + 1 < length; i += 2) {
    set(conf.get(), js::toString(env, js::at(env, flat, i)), js::toString(env, js::at(env, flat, i + 1)));
  }
  // Log lines come through the client's queue: else they would come on broker threads.
  set(conf.get(), "log.queue", "true");
  setCallbacks(conf.get(), client, tokenRefresh);
  return conf;
}

}  // namespace samsa
