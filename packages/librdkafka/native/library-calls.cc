// JavaScript's calls on the library itself.
#include "calls.h"
#include "entry.h"
#include "library.h"

namespace samsa {
namespace {

// load(path, kafkaErrorFactory, configErrorFactory) -> { path, trouble (null: loaded), version (null: none), versionNumber }
napi_value load(const Call &call) {
  auto result = loadLibrary(call.string(0));
  if (result.ok) setErrorFactories(call.env, call[1], call[2]);
  return js::object(call.env, {{"path", js::string(call.env, result.path)},
                               {"trouble", result.ok ? js::null(call.env) : js::string(call.env, result.trouble)},
                               {"version", result.version.empty() ? js::null(call.env) : js::string(call.env, result.version)},
                               {"versionNumber", js::number(call.env, result.versionNumber)}});
}

napi_value errorName(const Call &call) {
  return js::string(call.env, rd_kafka_err2name(static_cast<rd_kafka_resp_err_t>(call.integer(0))));
}

napi_value errorText(const Call &call) {
  return js::string(call.env, rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(call.integer(0))));
}

}  // namespace

void defineLibrary(napi_env env, napi_value exports) {
  define<load>(env, exports, "load");
  define<errorName>(env, exports, "errorName");
  define<errorText>(env, exports, "errorText");
}

}  // namespace samsa
