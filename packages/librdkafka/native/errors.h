// What went wrong, as data; and the way to JavaScript's KafkaError and ConfigError.
#pragma once
#include <node_api.h>

#include <string>

#include "guards.h"

namespace samsa {

struct ErrorInfo {
  int code = 0;
  std::string name;
  std::string text;
  bool fatal = false;
  bool retriable = false;
  bool abortable = false;

  explicit operator bool() const { return code != 0; }
};

ErrorInfo errorOf(rd_kafka_resp_err_t code);
ErrorInfo errorOf(rd_kafka_resp_err_t code, const char *text);
ErrorInfo errorOf(const rd_kafka_error_t *error);
ErrorInfo errorOf(KafkaErrorPtr error);  // no error: code 0

// Thrown inside the addon; entry.h turns them into JavaScript exceptions.
struct Failure {
  ErrorInfo info;
};
struct ConfigFailure {
  std::string property;  // empty: not known
  std::string text;
};

void check(rd_kafka_resp_err_t code);
void check(rd_kafka_error_t *error);  // takes it

// `partitions`: flat list of results, or nullptr.
napi_value errorToJs(napi_env env, const ErrorInfo &info, napi_value partitions = nullptr);
napi_value errorOrNull(napi_env env, const ErrorInfo &info);
napi_value configErrorToJs(napi_env env, const ConfigFailure &failure);

// The constructors of KafkaError and ConfigError, given by JavaScript once per environment.
void setErrorFactories(napi_env env, napi_value kafkaError, napi_value configError);

}  // namespace samsa
