// Consumer groups and their offsets.
#include "admin-request.h"
#include "admin-result.h"
#include "calls.h"
#include "topic-list.h"

namespace samsa {
namespace {

// listGroups(handle, id, timeoutMs)
napi_value listGroups(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS);
  rd_kafka_ListConsumerGroups(request.kafka, request.options(), request.queue);
  return js::undefined(call.env);
}

// describeGroups(handle, id, timeoutMs, groupIds)
napi_value describeGroups(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS);
  std::vector<std::string> ids;
  for (uint32_t i = 0; i < js::length(call.env, call[3]); i++) ids.push_back(js::toString(call.env, js::at(call.env, call[3], i)));
  std::vector<const char *> pointers;
  for (auto &id : ids) pointers.push_back(id.c_str());
  rd_kafka_DescribeConsumerGroups(request.kafka, pointers.data(), pointers.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

// listGroupOffsets(handle, id, timeoutMs, groupId, list or null, requireStable)
napi_value listGroupOffsets(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS);
  check(rd_kafka_AdminOptions_set_require_stable_offsets(request.options(), call.boolean(5)));
  auto list = js::isNull(call.env, call[4]) ? nullptr : listFromJs(call.env, call[4]);
  Owned<rd_kafka_ListConsumerGroupOffsets_t, rd_kafka_ListConsumerGroupOffsets_destroy> groups;
  groups.add(rd_kafka_ListConsumerGroupOffsets_new(call.string(3).c_str(), list.get()));
  rd_kafka_ListConsumerGroupOffsets(request.kafka, groups.data(), groups.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

// alterGroupOffsets(handle, id, timeoutMs, groupId, list)
napi_value alterGroupOffsets(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS);
  auto list = listFromJs(call.env, call[4]);
  Owned<rd_kafka_AlterConsumerGroupOffsets_t, rd_kafka_AlterConsumerGroupOffsets_destroy> groups;
  groups.add(rd_kafka_AlterConsumerGroupOffsets_new(call.string(3).c_str(), list.get()));
  rd_kafka_AlterConsumerGroupOffsets(request.kafka, groups.data(), groups.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

// deleteGroups(handle, id, timeoutMs, groupIds)
napi_value deleteGroups(const Call &call) {
  AdminRequest request(call, RD_KAFKA_ADMIN_OP_DELETEGROUPS);
  Owned<rd_kafka_DeleteGroup_t, rd_kafka_DeleteGroup_destroy> groups;
  for (uint32_t i = 0; i < js::length(call.env, call[3]); i++) {
    groups.add(rd_kafka_DeleteGroup_new(js::toString(call.env, js::at(call.env, call[3], i)).c_str()));
  }
  rd_kafka_DeleteGroups(request.kafka, groups.data(), groups.size(), request.options(), request.queue);
  return js::undefined(call.env);
}

napi_value listing(napi_env env, const rd_kafka_ConsumerGroupListing_t *group) {
  return js::object(
      env, {{"groupId", js::string(env, rd_kafka_ConsumerGroupListing_group_id(group))},
            {"state", js::string(env, rd_kafka_consumer_group_state_name(rd_kafka_ConsumerGroupListing_state(group)))},
            {"type", js::string(env, rd_kafka_consumer_group_type_name(rd_kafka_ConsumerGroupListing_type(group)))},
            {"simple", js::boolean(env, rd_kafka_ConsumerGroupListing_is_simple_consumer_group(group))}});
}

napi_value listings(napi_env env, const rd_kafka_ListConsumerGroups_result_t *result) {
  auto groups = js::array(env), errors = js::array(env);
  for (auto *group : resultsOf(rd_kafka_ListConsumerGroups_result_valid, result)) js::push(env, groups, listing(env, group));
  for (auto *error : resultsOf(rd_kafka_ListConsumerGroups_result_errors, result)) js::push(env, errors, errorToJs(env, errorOf(error)));
  return js::object(env, {{"groups", groups}, {"errors", errors}});
}

napi_value member(napi_env env, const rd_kafka_MemberDescription_t *member) {
  auto *assignment = rd_kafka_MemberDescription_assignment(member);
  auto *partitions = assignment ? rd_kafka_MemberAssignment_partitions(assignment) : nullptr;
  auto *target = rd_kafka_MemberDescription_target_assignment(member);
  return js::object(env, {{"memberId", js::string(env, rd_kafka_MemberDescription_consumer_id(member))},
                          {"clientId", js::string(env, rd_kafka_MemberDescription_client_id(member))},
                          {"instanceId", js::string(env, rd_kafka_MemberDescription_group_instance_id(member))},
                          {"host", js::string(env, rd_kafka_MemberDescription_host(member))},
                          {"assignment", listToJs(env, partitions)},
                          {"target", target ? listToJs(env, rd_kafka_MemberAssignment_partitions(target)) : js::null(env)}});
}

napi_value coordinator(napi_env env, const rd_kafka_Node_t *node) {
  if (!node) return js::null(env);
  return js::object(env, {{"id", js::number(env, rd_kafka_Node_id(node))},
                          {"host", js::string(env, rd_kafka_Node_host(node))},
                          {"port", js::number(env, rd_kafka_Node_port(node))}});
}

napi_value description(napi_env env, const rd_kafka_ConsumerGroupDescription_t *group) {
  auto members = js::array(env);
  for (size_t i = 0; i < rd_kafka_ConsumerGroupDescription_member_count(group); i++) {
    js::push(env, members, member(env, rd_kafka_ConsumerGroupDescription_member(group, i)));
  }
  return js::object(
      env, {{"groupId", js::string(env, rd_kafka_ConsumerGroupDescription_group_id(group))},
            {"error", errorOrNull(env, errorOf(rd_kafka_ConsumerGroupDescription_error(group)))},
            {"state", js::string(env, rd_kafka_consumer_group_state_name(rd_kafka_ConsumerGroupDescription_state(group)))},
            {"type", js::string(env, rd_kafka_consumer_group_type_name(rd_kafka_ConsumerGroupDescription_type(group)))},
            {"assignor", js::string(env, rd_kafka_ConsumerGroupDescription_partition_assignor(group))},
            {"simple", js::boolean(env, rd_kafka_ConsumerGroupDescription_is_simple_consumer_group(group))},
            {"coordinator", coordinator(env, rd_kafka_ConsumerGroupDescription_coordinator(group))},
            {"members", members}});
}

napi_value descriptions(napi_env env, Results<rd_kafka_ConsumerGroupDescription_t> groups) {
  auto list = js::array(env);
  for (auto *group : groups) js::push(env, list, description(env, group));
  return list;
}

// { groupId, error, partitions: flat list } for each group.
napi_value outcomes(napi_env env, Results<rd_kafka_group_result_t> groups) {
  auto list = js::array(env);
  for (auto *group : groups) {
    js::push(env, list,
             js::object(env, {{"groupId", js::string(env, rd_kafka_group_result_name(group))},
                              {"error", errorOrNull(env, errorOf(rd_kafka_group_result_error(group)))},
                              {"partitions", listToJs(env, rd_kafka_group_result_partitions(group))}}));
  }
  return list;
}

}  // namespace

napi_value groupResultToJs(napi_env env, rd_kafka_event_t *event) {
  switch (rd_kafka_event_type(event)) {
    case RD_KAFKA_EVENT_LISTCONSUMERGROUPS_RESULT: return listings(env, rd_kafka_event_ListConsumerGroups_result(event));
    case RD_KAFKA_EVENT_DESCRIBECONSUMERGROUPS_RESULT:
      return descriptions(env, resultsOf(rd_kafka_DescribeConsumerGroups_result_groups, rd_kafka_event_DescribeConsumerGroups_result(event)));
    case RD_KAFKA_EVENT_LISTCONSUMERGROUPOFFSETS_RESULT:
      return outcomes(env, resultsOf(rd_kafka_ListConsumerGroupOffsets_result_groups, rd_kafka_event_ListConsumerGroupOffsets_result(event)));
    case RD_KAFKA_EVENT_ALTERCONSUMERGROUPOFFSETS_RESULT:
      return outcomes(env, resultsOf(rd_kafka_AlterConsumerGroupOffsets_result_groups, rd_kafka_event_AlterConsumerGroupOffsets_result(event)));
    case RD_KAFKA_EVENT_DELETEGROUPS_RESULT:
      return outcomes(env, resultsOf(rd_kafka_DeleteGroups_result_groups, rd_kafka_event_DeleteGroups_result(event)));
    default: return nullptr;
  }
}

void defineGroupRequests(napi_env env, napi_value exports) {
  define<listGroups>(env, exports, "listGroups");
  define<describeGroups>(env, exports, "describeGroups");
  define<listGroupOffsets>(env, exports, "listGroupOffsets");
  define<alterGroupOffsets>(env, exports, "alterGroupOffsets");
  define<deleteGroups>(env, exports, "deleteGroups");
}

}  // namespace samsa
