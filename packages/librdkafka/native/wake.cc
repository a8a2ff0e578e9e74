#include "wake.h"

#include <stdexcept>

#include "js.h"

namespace samsa {

Wake *Wake::open(napi_env env, napi_value onWake) {
  auto *wake = new Wake;
  auto name = js::string(env, "samsa:librdkafka");
  auto status = napi_create_threadsafe_function(env, onWake, nullptr, name, 0, 1, wake, onFinalize, wake, onSignal, &wake->function_);
  if (status != napi_ok) {
    delete wake;
    throw std::runtime_error("napi_create_threadsafe_function failed");
  }
  return wake;
}

void Wake::signal() {
  if (!pending_.exchange(true)) napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking);
}

void Wake::keepAlive(napi_env env, bool on) {
  if (on) {
    napi_ref_threadsafe_function(env, function_);
  } else {
    napi_unref_threadsafe_function(env, function_);
  }
}

void Wake::release() { napi_release_threadsafe_function(function_, napi_tsfn_abort); }

void Wake::onSignal(napi_env env, napi_value onWake, void *context, void *) {
  if (!env) return;
  // Cleared before the drain: what comes during the drain signals again.
  static_cast<Wake *>(context)->pending_ = false;
  if (napi_call_function(env, js::undefined(env), onWake, 0, nullptr, nullptr) != napi_pending_exception) return;
  // Node 20 swallows what a thread-safe function's callback throws (DEP0168).
  napi_value error = nullptr;
  napi_get_and_clear_last_exception(env, &error);
  napi_fatal_exception(env, error);
}

void Wake::onFinalize(napi_env, void *data, void *) { delete static_cast<Wake *>(data); }

}  // namespace samsa
