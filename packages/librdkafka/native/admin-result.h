// Answers of admin requests, as JavaScript objects; one converter beside each family of requests.
#pragma once
#include <node_api.h>

#include "guards.h"

namespace samsa {

napi_value adminResultToJs(napi_env env, rd_kafka_event_t *event);

// nullptr: the event is of another family.
napi_value topicResultToJs(napi_env env, rd_kafka_event_t *event);
napi_value metadataResultToJs(napi_env env, rd_kafka_event_t *event);
napi_value groupResultToJs(napi_env env, rd_kafka_event_t *event);
napi_value configResultToJs(napi_env env, rd_kafka_event_t *event);

}  // namespace samsa
