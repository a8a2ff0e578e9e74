// Lists of partitions, flat in JavaScript: five values an entry on the way in, six on the way out.
#pragma once
#include <node_api.h>

#include "guards.h"

namespace samsa {

// [topic, partition, offset, leaderEpoch (-1 none), metadata (string or null)] for each entry.
List listFromJs(napi_env env, napi_value flat);
// As many entries as topic names, for subscriptions.
List topicsFromJs(napi_env env, napi_value names);
// The five above and errno for each entry; nullptr: empty.
napi_value listToJs(napi_env env, const rd_kafka_topic_partition_list_t *list);

}  // namespace samsa
