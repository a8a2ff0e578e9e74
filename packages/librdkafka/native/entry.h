// One JavaScript call: arguments, the handle behind the first one, C++ exceptions to JavaScript exceptions.
#pragma once
#include <exception>
#include <string>

#include "errors.h"
#include "js.h"

namespace samsa {

// What an opaque handle of JavaScript points to.
class Handle {
 public:
  virtual ~Handle() = default;
};

class Call {
 public:
  Call(napi_env environment, napi_callback_info info) : env(environment) {
    size_t count = maxArguments;
    napi_get_cb_info(env, info, &count, arguments_, nullptr, nullptr);
  }

  napi_value operator[](size_t index) const { return arguments_[index]; }
  std::string string(size_t index) const { return js::toString(env, arguments_[index]); }
  double number(size_t index) const { return js::toNumber(env, arguments_[index]); }
  int32_t integer(size_t index) const { return static_cast<int32_t>(number(index)); }
  bool boolean(size_t index) const { return js::toBoolean(env, arguments_[index]); }

  // The handle given as first argument.
  template <typename T>
  T &handle() const {
    void *data = nullptr;
    napi_get_value_external(env, arguments_[0], &data);
    auto *handle = data ? dynamic_cast<T *>(static_cast<Handle *>(data)) : nullptr;
    if (!handle) throw Failure{errorOf(RD_KAFKA_RESP_ERR__INVALID_ARG, "wrong kind of handle")};
    return *handle;
  }

  const napi_env env;

 private:
  static constexpr size_t maxArguments = 8;
  napi_value arguments_[maxArguments] = {};
};

using Method = napi_value (*)(const Call &);

template <Method method>
napi_value entry(napi_env env, napi_callback_info info) {
  try {
    return method(Call(env, info));
  } catch (const Failure &failure) {
    napi_throw(env, errorToJs(env, failure.info));
  } catch (const ConfigFailure &failure) {
    napi_throw(env, configErrorToJs(env, failure));
  } catch (const std::exception &error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return nullptr;
}

// Adds `method` to the addon's exports under `name`.
template <Method method>
void define(napi_env env, napi_value exports, const char *name) {
  napi_value function = nullptr;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, entry<method>, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace samsa
