// Settings of topics, groups and brokers.
#include "admin-request.h"
#include "admin-result.h"
#include "calls.h"

namespace samsa {
namespace {

using ConfigResources = Owned<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;

rd_kafka_ConfigResource_t *resource(napi_env env, napi_value spec) {
  auto type = static_cast<rd_kafka_ResourceType_t>(js::toNumber(env, js::get(env, spec, "type")));
  return rd_kafka_ConfigResource_new(type, js::toString(env, js::get(env, spec, "name")).c_str());
}

// describeConfigs(handle, id, timeoutMs, [{ type: number, name }])
napi_value describeConfigs(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
  ConfigResources resources;
  for (uint32_t i = 0; i < js::length(call.env, call[3]); i++) resources.add(resource(call.env, js::at(call.env, call[3], i)));
  rd_kafka_DescribeConfigs(request.kafka, resources.data(), resources.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

void addChange(napi_env env, rd_kafka_ConfigResource_t *resource, napi_value change) {
  auto name = js::toString(env, js::get(env, change, "name"));
  auto operation = static_cast<rd_kafka_AlterConfigOpType_t>(js::toNumber(env, js::get(env, change, "operation")));
  auto value = js::get(env, change, "value");
  bool none = js::isNull(env, value);
  auto text = none ? "" : js::toString(env, value);
  check(rd_kafka_ConfigResource_add_incremental_config(resource, name.c_str(), operation, none ? nullptr : text.c_str()));
}

// alterConfigs(handle, id, timeoutMs, [{ type, name, entries: [{ name, operation: number, value }] }])
napi_value alterConfigs(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_INCREMENTALALTERCONFIGS);
  ConfigResources resources;
  for (uint32_t i = 0; i < js::length(call.env, call[3]); i++) {
    auto spec = js::at(call.env, call[3], i);
    auto *added = resource(call.env, spec);
    resources.add(added);
    auto entries = js::get(call.env, spec, "entries");
    for (uint32_t j = 0; j < js::length(call.env, entries); j++) addChange(call.env, added, js::at(call.env, entries, j));
  }
  rd_kafka_IncrementalAlterConfigs(request.kafka, resources.data(), resources.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

napi_value entryToJs(napi_env env, const rd_kafka_ConfigEntry_t *entry) {
  return js::object(env, {{"name", js::string(env, rd_kafka_ConfigEntry_name(entry))},
                          {"value", js::string(env, rd_kafka_ConfigEntry_value(entry))},
                          {"source", js::number(env, rd_kafka_ConfigEntry_source(entry))},
                          {"isDefault", js::boolean(env, rd_kafka_ConfigEntry_is_default(entry) == 1)},
                          {"isReadOnly", js::boolean(env, rd_kafka_ConfigEntry_is_read_only(entry) == 1)},
                          {"isSensitive", js::boolean(env, rd_kafka_ConfigEntry_is_sensitive(entry) == 1)}});
}

napi_value resources(napi_env env, Results<rd_kafka_ConfigResource_t> described) {
  auto list = js::array(env);
  for (auto *item : described) {
    auto entries = js::array(env);
    for (auto *one : resultsOf(rd_kafka_ConfigResource_configs, item)) js::push(env, entries, entryToJs(env, one));
    auto error = errorOf(rd_kafka_ConfigResource_error(item), rd_kafka_ConfigResource_error_string(item));
    js::push(env, list,
             js::object(env, {{"type", js::number(env, rd_kafka_ConfigResource_type(item))},
                              {"name", js::string(env, rd_kafka_ConfigResource_name(item))},
                              {"error", errorOrNull(env, error)},
                              {"entries", entries}}));
  }
  return list;
}

}  // namespace

napi_value configResultToJs(napi_env env, rd_kafka_event_t *event) {
  switch (rd_kafka_event_type(event)) {
    case RD_KAFKA_EVENT_DESCRIBECONFIGS_RESULT:
      return resources(env, resultsOf(rd_kafka_DescribeConfigs_result_resources, rd_kafka_event_DescribeConfigs_result(event)));
    case RD_KAFKA_EVENT_INCREMENTALALTERCONFIGS_RESULT:
      return resources(env, resultsOf(rd_kafka_IncrementalAlterConfigs_result_resources, rd_kafka_event_IncrementalAlterConfigs_result(event)));
    default: return nullptr;
  }
}

void defineConfigRequests(napi_env env, napi_value exports) {
  define<describeConfigs>(env, exports, "describeConfigs");
  define<alterConfigs>(env, exports, "alterConfigs");
}

}  // namespace samsa
