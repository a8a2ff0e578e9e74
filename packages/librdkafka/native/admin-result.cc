#include "admin-result.h"

#include "js.h"

namespace samsa {

napi_value adminResultToJs(napi_env env, rd_kafka_event_t *event) {
  for (auto convert : {topicResultToJs, metadataResultToJs, groupResultToJs, configResultToJs}) {
    if (auto value = convert(env, event)) return value;
  }
  return js::null(env);
}

}  // namespace samsa
