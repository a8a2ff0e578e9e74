// Acknowledgements of a share consumer and their results.
#include "share-consumer.h"

namespace samsa {
namespace {

constexpr size_t rowSize = 4;

[[noreturn]] void refuse(const char *text) { throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, text)}; }

}  // namespace

int ShareConsumer::acknowledge(std::span<const int32_t> rows, std::span<const double> offsets) {
  auto *share = gate();
  for (size_t at = 0; at + rowSize <= rows.size(); at += rowSize) {
    if (!partitions.at(rows[at])) refuse("acknowledge: a partition this consumer has not met");
    if (rows[at + 2] < 0 || rows[at + 3] < rows[at + 2] || static_cast<size_t>(rows[at + 3]) > offsets.size()) {
      refuse("acknowledge: a row beyond the offsets");
    }
  }
  int refused = 0;
  for (size_t at = 0; at + rowSize <= rows.size(); at += rowSize) {
    auto &partition = *partitions.at(rows[at]);
    auto type = static_cast<rd_kafka_share_AcknowledgeType_t>(rows[at + 1]);
    for (auto offset : offsets.subspan(rows[at + 2], rows[at + 3] - rows[at + 2])) {
      auto code = rd_kafka_share_acknowledge_offset(share, partition.topic.c_str(), partition.partition, static_cast<int64_t>(offset), type);
      if (code) refused++;
    }
  }
  return refused;
}

// Runs inside serve(), poll() and commit(), on the JS thread; or inside completeClose(), on the blocking thread.
void ShareConsumer::onAcknowledged(rd_kafka_share_t *, rd_kafka_share_partition_offsets_list_t *list, rd_kafka_resp_err_t code, void *consumer) {
  auto *self = static_cast<ShareConsumer *>(consumer);
  if (self->abandoned_) return;
  auto &results = self->results_;
  for (size_t i = 0; i < rd_kafka_share_partition_offsets_list_count(list); i++) {
    auto *item = rd_kafka_share_partition_offsets_list_get(list, i);
    auto *partition = rd_kafka_share_partition_offsets_partition(item);
    auto *offsets = rd_kafka_share_partition_offsets_offsets(item);
    double id = self->partitions.idOf(partition->topic, partition->partition);
    bool first = true;
    for (auto offset : std::span(offsets, rd_kafka_share_partition_offsets_offsets_cnt(item))) {
      auto from = static_cast<double>(offset);
      if (!first && results.back() == from) {
        results.back()++;
      } else {
        results.insert(results.end(), {id, static_cast<double>(code), from, from + 1});
      }
      first = false;
    }
  }
}

std::vector<double> ShareConsumer::takeResults() {
  if (!alive()) return {};
  return std::exchange(results_, {});
}

}  // namespace samsa
