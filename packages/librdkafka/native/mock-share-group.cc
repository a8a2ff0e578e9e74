// JavaScript's calls on the share groups of the mock cluster: who is in, who has which partitions.
#include <algorithm>
#include <vector>

#include "calls.h"
#include "mock-cluster.h"
#include "topic-list.h"

namespace samsa {
namespace {

// The group's members; the code is GROUP_ID_NOT_FOUND where there never was one.
rd_kafka_resp_err_t membersOf(const Call &call, std::vector<std::string> &members) {
  char **ids = nullptr;
  size_t count = 0;
  auto code = rd_kafka_mock_sharegroup_get_member_ids(call.handle<MockCluster>().cluster(), call.string(1).c_str(), &ids, &count);
  if (code) return code;
  for (size_t i = 0; i < count; i++) {
    members.emplace_back(ids[i]);
    rd_kafka_mem_free(nullptr, ids[i]);
  }
  if (ids) rd_kafka_mem_free(nullptr, ids);
  return code;
}

// members(handle, group)
napi_value members(const Call &call) {
  auto list = js::array(call.env);
  std::vector<std::string> members;
  membersOf(call, members);
  for (auto &member : members) js::push(call.env, list, js::string(call.env, member));
  return list;
}

// assign(handle, group, [member id, flat list of partitions, …])
napi_value assign(const Call &call) {
  std::vector<std::string> known, members;
  check(membersOf(call, known));
  std::vector<List> lists;
  for (uint32_t i = 0; i + 1 < js::length(call.env, call[2]); i += 2) {
    members.push_back(js::toString(call.env, js::at(call.env, call[2], i)));
    lists.push_back(listFromJs(call.env, js::at(call.env, call[2], i + 1)));
    if (std::find(known.begin(), known.end(), members.back()) == known.end()) {
      throw Failure{errorOf(RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID)};
    }
  }
  std::vector<const char *> ids;
  std::vector<rd_kafka_topic_partition_list_t *> assignments;
  for (size_t i = 0; i < members.size(); i++) {
    ids.push_back(members[i].c_str());
    assignments.push_back(lists[i].get());
  }
  rd_kafka_mock_sharegroup_target_assignment(call.handle<MockCluster>().cluster(), call.string(1).c_str(), ids.data(), assignments.data(),
                                             ids.size());
  return js::undefined(call.env);
}

}  // namespace

void defineMockShareGroup(napi_env env, napi_value exports) {
  define<members>(env, exports, "mockShareGroupMembers");
  define<assign>(env, exports, "mockAssignShareGroup");
}

}  // namespace samsa
