#include "library.h"

#include <dlfcn.h>

#include <mutex>

#include "symbols.h"

namespace samsa {
namespace {

struct Loaded {
  std::mutex mutex;
  LoadResult result;
};

// Never destroyed: librdkafka threads may outlive main.
Loaded &loaded() {
  static auto *value = new Loaded;
  return *value;
}

template <typename F>
void resolve(void *library, const char *name, F &target, std::string &missing) {
  target = reinterpret_cast<F>(dlsym(library, name));
  if (!target && missing.empty()) missing = name;
}

std::string resolveAll(void *library) {
  std::string missing;
#define SAMSA_RESOLVE(name) resolve(library, #name, name, missing);
  SAMSA_SYMBOLS(SAMSA_RESOLVE)
#undef SAMSA_RESOLVE
  return missing;
}

}  // namespace

LoadResult loadLibrary(const std::string &path) {
  auto &state = loaded();
  std::lock_guard lock(state.mutex);
  if (state.result.ok) return state.result;
  // Never closed again: librdkafka's threads and exit handlers live in it.
  void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *text = dlerror();
    return {false, path, text ? text : "dlopen failed"};
  }
  LoadResult result{true, path, ""};
  auto missing = resolveAll(library);
  if (rd_kafka_version && rd_kafka_version_str) {
    result.versionNumber = rd_kafka_version();
    result.version = rd_kafka_version_str();
  }
  if (missing.empty()) {
    state.result = result;
  } else {
    result.ok = false;
    result.trouble = "missing symbol " + missing;
  }
  return result;
}

}  // namespace samsa
