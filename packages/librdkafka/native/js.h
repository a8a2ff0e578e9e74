// Node-API in few words. While an environment is being torn down its calls fail: values are then null pointers, which later calls refuse.
#pragma once
#include <node_api.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace samsa::js {

napi_value null(napi_env env);
napi_value undefined(napi_env env);
napi_value boolean(napi_env env, bool value);
napi_value number(napi_env env, double value);
napi_value string(napi_env env, const char *value);  // nullptr: null
napi_value string(napi_env env, const std::string &value);
napi_value bytes(napi_env env, const void *data, size_t size);  // a copy, as Buffer
napi_value doubles(napi_env env, const std::vector<double> &values);  // a copy, as Float64Array
napi_value object(napi_env env, std::initializer_list<std::pair<const char *, napi_value>> properties);
napi_value array(napi_env env, size_t length = 0);
void push(napi_env env, napi_value array, napi_value value);

bool isNull(napi_env env, napi_value value);  // null or undefined
std::string toString(napi_env env, napi_value value);
double toNumber(napi_env env, napi_value value);
bool toBoolean(napi_env env, napi_value value);
uint32_t length(napi_env env, napi_value array);
napi_value at(napi_env env, napi_value array, uint32_t index);
napi_value get(napi_env env, napi_value object, const char *name);

// The memory of a typed array; it may move only while JavaScript runs.
struct Bytes {
  char *data = nullptr;
  size_t size = 0;  // in bytes
};
Bytes toBytes(napi_env env, napi_value typedArray);

}  // namespace samsa::js
