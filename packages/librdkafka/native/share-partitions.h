// Numbers for the partitions a share consumer meets, in order of first sight.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace samsa {

struct SharePartition {
  std::string topic;
  int32_t partition;
};

class SharePartitions {
 public:
  int idOf(const char *topic, int32_t partition) {
    auto [found, fresh] = ids_.try_emplace({topic, partition}, static_cast<int>(list_.size()));
    if (fresh) list_.push_back({topic, partition});
    return found->second;
  }

  // nullptr: no such id.
  const SharePartition *at(int id) const { return id >= 0 && static_cast<size_t>(id) < list_.size() ? &list_[id] : nullptr; }

 private:
  std::map<std::pair<std::string, int32_t>, int> ids_;
  std::deque<SharePartition> list_;
};

}  // namespace samsa
