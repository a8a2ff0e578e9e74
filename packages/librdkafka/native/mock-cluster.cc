// JavaScript's calls on the mock cluster.
#include "mock-cluster.h"

#include <map>
#include <vector>

#include "calls.h"

namespace samsa {
namespace {

rd_kafka_mock_cluster_t *clusterOf(const Call &call) { return call.handle<MockCluster>().cluster(); }

// openMockCluster(brokers)
napi_value open(const Call &call) {
  auto finalize = [](napi_env, void *data, void *) { delete static_cast<Handle *>(data); };
  auto cluster = std::make_unique<MockCluster>(call.env, call.integer(0));
  napi_value result = nullptr;
  napi_create_external(call.env, static_cast<Handle *>(cluster.release()), finalize, nullptr, &result);
  return result;
}

napi_value destroy(const Call &call) {
  call.handle<MockCluster>().destroy();
  return js::undefined(call.env);
}

napi_value bootstraps(const Call &call) { return js::string(call.env, rd_kafka_mock_cluster_bootstraps(clusterOf(call))); }

napi_value createTopic(const Call &call) {
  check(rd_kafka_mock_topic_create(clusterOf(call), call.string(1).c_str(), call.integer(2), call.integer(3)));
  return js::undefined(call.env);
}

napi_value deleteTopic(const Call &call) {
  check(rd_kafka_mock_topic_delete(clusterOf(call), call.string(1).c_str()));
  return js::undefined(call.env);
}

napi_value setTopicError(const Call &call) {
  rd_kafka_mock_topic_set_error(clusterOf(call), call.string(1).c_str(), static_cast<rd_kafka_resp_err_t>(call.integer(2)));
  return js::undefined(call.env);
}

napi_value setBroker(const Call &call) {
  check((call.boolean(2) ? rd_kafka_mock_broker_set_up : rd_kafka_mock_broker_set_down)(clusterOf(call), call.integer(1)));
  return js::undefined(call.env);
}

napi_value setRtt(const Call &call) {
  check(rd_kafka_mock_broker_set_rtt(clusterOf(call), call.integer(1), call.integer(2)));
  return js::undefined(call.env);
}

napi_value setCoordinator(const Call &call) {
  check(rd_kafka_mock_coordinator_set(clusterOf(call), call.string(1).c_str(), call.string(2).c_str(), call.integer(3)));
  return js::undefined(call.env);
}

// pushErrors(handle, apiKey, [errno, …])
napi_value pushErrors(const Call &call) {
  std::vector<rd_kafka_resp_err_t> errors;
  for (uint32_t i = 0; i < js::length(call.env, call[2]); i++) {
    errors.push_back(static_cast<rd_kafka_resp_err_t>(js::toNumber(call.env, js::at(call.env, call[2], i))));
  }
  rd_kafka_mock_push_request_errors_array(clusterOf(call), static_cast<int16_t>(call.integer(1)), errors.size(), errors.data());
  return js::undefined(call.env);
}

napi_value clearErrors(const Call &call) {
  rd_kafka_mock_clear_request_errors(clusterOf(call), static_cast<int16_t>(call.integer(1)));
  return js::undefined(call.env);
}

napi_value setLeader(const Call &call) {
  check(rd_kafka_mock_partition_set_leader(clusterOf(call), call.string(1).c_str(), call.integer(2), call.integer(3)));
  return js::undefined(call.env);
}

napi_value deleteRecords(const Call &call) {
  check(rd_kafka_mock_partition_delete_records(clusterOf(call), call.string(1).c_str(), call.integer(2), static_cast<int64_t>(call.number(3))));
  return js::undefined(call.env);
}

napi_value setApiVersion(const Call &call) {
  check(rd_kafka_mock_set_apiversion(clusterOf(call), static_cast<int16_t>(call.integer(1)), static_cast<int16_t>(call.integer(2)),
                                     static_cast<int16_t>(call.integer(3))));
  return js::undefined(call.env);
}

// setOption(handle, name, value): the settings with one integer.
napi_value setOption(const Call &call) {
  using Setter = void (*)(rd_kafka_mock_cluster_t *, int);
  static const auto *setters = new std::map<std::string, Setter>{
      {"initialRebalanceDelayMs", rd_kafka_mock_group_initial_rebalance_delay_ms},
      {"consumerSessionTimeoutMs", rd_kafka_mock_set_group_consumer_session_timeout_ms},
      {"consumerHeartbeatIntervalMs", rd_kafka_mock_set_group_consumer_heartbeat_interval_ms},
      {"shareSessionTimeoutMs", rd_kafka_mock_sharegroup_set_session_timeout},
      {"shareHeartbeatIntervalMs", rd_kafka_mock_sharegroup_set_heartbeat_interval},
      {"shareMaxDeliveryAttempts", rd_kafka_mock_sharegroup_set_max_delivery_attempts},
      {"shareRecordLockDurationMs", rd_kafka_mock_sharegroup_set_record_lock_duration},
      {"shareIsolationLevel", rd_kafka_mock_sharegroup_set_isolation_level},
      {"shareMaxSize", rd_kafka_mock_sharegroup_set_max_size},
      {"shareMaxFetchSessions", rd_kafka_mock_sharegroup_set_max_fetch_sessions},
      {"shareMaxRecordLocks", rd_kafka_mock_sharegroup_set_max_record_locks},
      {"shareAutoOffsetReset", rd_kafka_mock_sharegroup_set_auto_offset_reset}};
  auto found = setters->find(call.string(1));
  if (found == setters->end()) throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, "no such option of the mock cluster")};
  found->second(clusterOf(call), call.integer(2));
  return js::undefined(call.env);
}

napi_value trackRequests(const Call &call) {
  (call.boolean(1) ? rd_kafka_mock_start_request_tracking : rd_kafka_mock_stop_request_tracking)(clusterOf(call));
  return js::undefined(call.env);
}

napi_value requests(const Call &call) {
  size_t count = 0;
  auto **tracked = rd_kafka_mock_get_requests(clusterOf(call), &count);
  auto list = js::array(call.env);
  for (size_t i = 0; i < count; i++) {
    js::push(call.env, list,
             js::object(call.env, {{"broker", js::number(call.env, rd_kafka_mock_request_id(tracked[i]))},
                                   {"apiKey", js::number(call.env, rd_kafka_mock_request_api_key(tracked[i]))},
                                   {"timestampUs", js::number(call.env, static_cast<double>(rd_kafka_mock_request_timestamp(tracked[i])))}}));
  }
  rd_kafka_mock_request_destroy_array(tracked, count);
  return list;
}

}  // namespace

void defineMockCluster(napi_env env, napi_value exports) {
  define<open>(env, exports, "openMockCluster");
  define<destroy>(env, exports, "mockDestroy");
  define<bootstraps>(env, exports, "mockBootstraps");
  define<createTopic>(env, exports, "mockCreateTopic");
  define<deleteTopic>(env, exports, "mockDeleteTopic");
  define<setTopicError>(env, exports, "mockSetTopicError");
  define<setBroker>(env, exports, "mockSetBroker");
  define<setRtt>(env, exports, "mockSetRtt");
  define<setCoordinator>(env, exports, "mockSetCoordinator");
  define<pushErrors>(env, exports, "mockPushErrors");
  define<clearErrors>(env, exports, "mockClearErrors");
  define<setLeader>(env, exports, "mockSetLeader");
  define<deleteRecords>(env, exports, "mockDeleteRecords");
  define<setApiVersion>(env, exports, "mockSetApiVersion");
  define<setOption>(env, exports, "mockSetOption");
  define<trackRequests>(env, exports, "mockTrackRequests");
  define<requests>(env, exports, "mockRequests");
}

}  // namespace samsa
