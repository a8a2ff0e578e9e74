// Records of a poll as columns over one ArrayBuffer:
//   f64 offsets[n] | f64 timestamps[n] | i32 spans[6n] | i32 runs[3r] | i16 deliveryCounts[n] (share consumers only) | bytes
// spans: keyPos, keyLen (-1 null), valuePos, valueLen (-1 null), headerPos, headerCount; positions count from the start of `bytes`.
// runs: queue id (share consumers: partition id), first record, number of records.
// headers: i32 nameLen, i32 valueLen (-1 null), name, value; one after the other, not aligned.
#pragma once
#include <node_api.h>

#include <vector>

#include "guards.h"

namespace samsa {

struct Run {
  int queue;
  int start;
  int count;
};

// The ArrayBuffer. Throws when the records are too much for one (2 GiB); they are not lost, since they are not committed.
napi_value batchToJs(napi_env env, std::span<rd_kafka_message_t *const> messages, std::span<const Run> runs,
                     std::span<const int16_t> deliveryCounts = {});

}  // namespace samsa
