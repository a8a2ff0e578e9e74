#include "errors.h"

#include "js.h"

namespace samsa {
namespace {

struct Factories {
  napi_ref kafkaError = nullptr;
  napi_ref configError = nullptr;
};

napi_value create(napi_env env, napi_ref Factories::*factory, std::initializer_list<napi_value> arguments) {
  Factories *factories = nullptr;
  napi_get_instance_data(env, reinterpret_cast<void **>(&factories));
  napi_value function = nullptr, result = nullptr;
  if (factories) napi_get_reference_value(env, factories->*factory, &function);
  napi_call_function(env, js::undefined(env), function, arguments.size(), arguments.begin(), &result);
  return result;
}

}  // namespace

ErrorInfo errorOf(rd_kafka_resp_err_t code) { return errorOf(code, rd_kafka_err2str(code)); }

ErrorInfo errorOf(rd_kafka_resp_err_t code, const char *text) {
  if (!code) return {};
  ErrorInfo info;
  info.code = code;
  info.name = rd_kafka_err2name(code);
  info.text = text ? text : rd_kafka_err2str(code);
  return info;
}

ErrorInfo errorOf(const rd_kafka_error_t *error) {
  if (!error || !rd_kafka_error_code(error)) return {};
  auto info = errorOf(rd_kafka_error_code(error), rd_kafka_error_string(error));
  info.fatal = rd_kafka_error_is_fatal(error);
  info.retriable = rd_kafka_error_is_retriable(error);
  info.abortable = rd_kafka_error_txn_requires_abort(error);
  return info;
}

ErrorInfo errorOf(KafkaErrorPtr error) { return errorOf(error.get()); }

void check(rd_kafka_resp_err_t code) {
  if (code) throw Failure{errorOf(code)};
}

void check(rd_kafka_error_t *error) {
  if (auto info = errorOf(KafkaErrorPtr(error))) throw Failure{info};
}

napi_value errorToJs(napi_env env, const ErrorInfo &info, napi_value partitions) {
  return create(env, &Factories::kafkaError,
                {js::number(env, info.code), js::string(env, info.name), js::string(env, info.text), js::boolean(env, info.fatal),
                 js::boolean(env, info.retriable), js::boolean(env, info.abortable), partitions ? partitions : js::null(env)});
}

napi_value errorOrNull(napi_env env, const ErrorInfo &info) { return info ? errorToJs(env, info) : js::null(env); }

napi_value configErrorToJs(napi_env env, const ConfigFailure &failure) {
  auto property = failure.property.empty() ? js::null(env) : js::string(env, failure.property);
  return create(env, &Factories::configError, {property, js::string(env, failure.text)});
}

void setErrorFactories(napi_env env, napi_value kafkaError, napi_value configError) {
  auto *factories = new Factories;
  napi_create_reference(env, kafkaError, 1, &factories->kafkaError);
  napi_create_reference(env, configError, 1, &factories->configError);
  auto finalize = [](napi_env, void *data, void *) { delete static_cast<Factories *>(data); };
  napi_set_instance_data(env, factories, finalize, nullptr);
}

}  // namespace samsa
