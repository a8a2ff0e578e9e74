#include "topic-list.h"

#include <cstring>

#include "js.h"

namespace samsa {
namespace {

constexpr uint32_t inputStride = 5;
constexpr uint32_t outputStride = 6;

void setMetadata(rd_kafka_topic_partition_t *entry, const std::string &metadata) {
  // Freed by librdkafka together with the list.
  entry->metadata = rd_kafka_mem_malloc(nullptr, metadata.size() + 1);
  entry->metadata_size = metadata.size();
  memcpy(entry->metadata, metadata.data(), metadata.size());
}

napi_value metadataToJs(napi_env env, const rd_kafka_topic_partition_t &entry) {
  if (!entry.metadata) return js::null(env);
  return js::string(env, std::string(static_cast<const char *>(entry.metadata), entry.metadata_size));
}

}  // namespace

List listFromJs(napi_env env, napi_value flat) {
  uint32_t length = js::length(env, flat);
  List list(rd_kafka_topic_partition_list_new(static_cast<int>(length / inputStride)));
  for (uint32_t i = 0; i + inputStride <= length; i += inputStride) {
    auto topic = js::toString(env, js::at(env, flat, i));
    auto partition = static_cast<int32_t>(js::toNumber(env, js::at(env, flat, i + 1)));
    auto *entry = rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition);
    entry->offset = static_cast<int64_t>(js::toNumber(env, js::at(env, flat, i + 2)));
    auto epoch = static_cast<int32_t>(js::toNumber(env, js::at(env, flat, i + 3)));
    if (epoch >= 0) rd_kafka_topic_partition_set_leader_epoch(entry, epoch);
    auto metadata = js::at(env, flat, i + 4);
    if (!js::isNull(env, metadata)) setMetadata(entry, js::toString(env, metadata));
  }
  return list;
}

List topicsFromJs(napi_env env, napi_value names) {
  uint32_t length = js::length(env, names);
  List list(rd_kafka_topic_partition_list_new(static_cast<int>(length)));
  for (uint32_t i = 0; i < length; i++) {
    rd_kafka_topic_partition_list_add(list.get(), js::toString(env, js::at(env, names, i)).c_str(), RD_KAFKA_PARTITION_UA);
  }
  return list;
}

napi_value listToJs(napi_env env, const rd_kafka_topic_partition_list_t *list) {
  int count = list ? list->cnt : 0;
  auto result = js::array(env, static_cast<size_t>(count) * outputStride);
  uint32_t at = 0;
  auto add = [&](napi_value value) { napi_set_element(env, result, at++, value); };
  for (int i = 0; i < count; i++) {
    auto &entry = list->elems[i];
    add(js::string(env, entry.topic));
    add(js::number(env, entry.partition));
    add(js::number(env, static_cast<double>(entry.offset)));
    add(js::number(env, rd_kafka_topic_partition_get_leader_epoch(&entry)));
    add(metadataToJs(env, entry));
    add(js::number(env, entry.err));
  }
  return result;
}

}  // namespace samsa
