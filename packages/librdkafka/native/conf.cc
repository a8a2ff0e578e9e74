#include "conf.h"

namespace samsa {
namespace {

Client *clientOf(void *opaque) { return static_cast<Client *>(opaque); }

void onError(rd_kafka_t *kafka, int code, const char *text, void *opaque) {
  Event event{EventType::error, code, text ? text : ""};
  if (code == RD_KAFKA_RESP_ERR__FATAL) {
    char reason[512];
    event.code = rd_kafka_fatal_error(kafka, reason, sizeof reason);
    event.text = reason;
    event.flag = true;
  }
  clientOf(opaque)->events.push(std::move(event));
}

int onStats(rd_kafka_t *, char *json, size_t size, void *opaque) {
  clientOf(opaque)->events.push({EventType::stats, 0, std::string(json, size)});
  return 0;  // librdkafka keeps and frees the text
}

void onLog(const rd_kafka_t *kafka, int level, const char *facility, const char *text) {
  clientOf(rd_kafka_opaque(kafka))->events.push({EventType::log, level, text, facility});
}

void onThrottle(rd_kafka_t *, const char *broker, int32_t, int throttleMs, void *opaque) {
  Event event{EventType::throttle, 0, broker ? broker : ""};
  event.number = throttleMs;
  clientOf(opaque)->events.push(std::move(event));
}

void onTokenRefresh(rd_kafka_t *, const char *config, void *opaque) {
  clientOf(opaque)->events.push({EventType::oauthRefresh, 0, config ? config : ""});
}

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
  rd_kafka_conf_set_opaque(conf.get(), client);
  rd_kafka_conf_set_error_cb(conf.get(), onError);
  rd_kafka_conf_set_stats_cb(conf.get(), onStats);
  rd_kafka_conf_set_log_cb(conf.get(), onLog);
  rd_kafka_conf_set_throttle_cb(conf.get(), onThrottle);
  if (tokenRefresh) rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf.get(), onTokenRefresh);
  return conf;
}

}  // namespace samsa
