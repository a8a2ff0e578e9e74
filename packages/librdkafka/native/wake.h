// Tells the JS thread that something happened, from any thread, with at most one call on its way.
#pragma once
#include <node_api.h>

#include <atomic>

namespace samsa {

class Wake {
 public:
  static Wake *open(napi_env env, napi_value onWake);

  void signal();  // any thread
  void keepAlive(napi_env env, bool on);
  // JS thread, once, when no other thread can signal any more. The object deletes itself afterwards.
  void release();

 private:
  Wake() = default;
  static void onSignal(napi_env env, napi_value onWake, void *context, void *data);
  static void onFinalize(napi_env env, void *data, void *hint);

  std::atomic<bool> pending_{false};
  napi_threadsafe_function function_ = nullptr;
};

}  // namespace samsa
