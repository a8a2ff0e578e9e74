#include "callbacks.h"

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

void pushLog(Client &client, rd_kafka_event_t *event) {
  const char *facility = nullptr, *text = nullptr;
  int level = 0;
  if (rd_kafka_event_log(event, &facility, &text, &level) == 0) client.events.push({EventType::log, level, text, facility});
}

void pushError(Client &client, rd_kafka_event_t *event) {
  // A fatal error's code and text are already the underlying ones here.
  Event error{EventType::error, rd_kafka_event_error(event), rd_kafka_event_error_string(event)};
  error.flag = rd_kafka_event_error_is_fatal(event);
  client.events.push(std::move(error));
}

}  // namespace

void setCallbacks(rd_kafka_conf_t *conf, Client *client, bool tokenRefresh) {
  rd_kafka_conf_set_opaque(conf, client);
  rd_kafka_conf_set_error_cb(conf, onError);
  rd_kafka_conf_set_stats_cb(conf, onStats);
  rd_kafka_conf_set_log_cb(conf, onLog);
  rd_kafka_conf_set_throttle_cb(conf, onThrottle);
  if (tokenRefresh) rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf, onTokenRefresh);
}

void pushEvent(Client &client, rd_kafka_event_t *event) {
  switch (rd_kafka_event_type(event)) {
    case RD_KAFKA_EVENT_ERROR: return pushError(client, event);
    case RD_KAFKA_EVENT_STATS: return client.events.push({EventType::stats, 0, rd_kafka_event_stats(event)});
    case RD_KAFKA_EVENT_LOG: return pushLog(client, event);
    case RD_KAFKA_EVENT_OAUTHBEARER_TOKEN_REFRESH: return onTokenRefresh(nullptr, rd_kafka_event_config_string(event), &client);
    default: return;
  }
}

}  // namespace samsa
