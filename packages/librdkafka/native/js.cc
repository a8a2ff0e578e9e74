#include "js.h"

#include <cstring>

namespace samsa::js {

napi_value null(napi_env env) {
  napi_value result = nullptr;
  napi_get_null(env, &result);
  return result;
}

napi_value undefined(napi_env env) {
  napi_value result = nullptr;
  napi_get_undefined(env, &result);
  return result;
}

napi_value boolean(napi_env env, bool value) {
  napi_value result = nullptr;
  napi_get_boolean(env, value, &result);
  return result;
}

napi_value number(napi_env env, double value) {
  napi_value result = nullptr;
  napi_create_double(env, value, &result);
  return result;
}

napi_value string(napi_env env, const char *value) {
  if (!value) return null(env);
  napi_value result = nullptr;
  napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &result);
  return result;
}

napi_value string(napi_env env, const std::string &value) {
  napi_value result = nullptr;
  napi_create_string_utf8(env, value.data(), value.size(), &result);
  return result;
}

napi_value bytes(napi_env env, const void *data, size_t size) {
  napi_value result = nullptr;
  napi_create_buffer_copy(env, size, data, nullptr, &result);
  return result;
}

napi_value doubles(napi_env env, const std::vector<double> &values) {
  void *data = nullptr;
  napi_value buffer = nullptr, result = nullptr;
  napi_create_arraybuffer(env, values.size() * sizeof(double), &data, &buffer);
  if (data) memcpy(data, values.data(), values.size() * sizeof(double));
  napi_create_typedarray(env, napi_float64_array, values.size(), buffer, 0, &result);
  return result;
}

napi_value object(napi_env env, std::initializer_list<std::pair<const char *, napi_value>> properties) {
  napi_value result = nullptr;
  napi_create_object(env, &result);
  for (auto &[name, value] : properties) napi_set_named_property(env, result, name, value);
  return result;
}

napi_value array(napi_env env, size_t length) {
  napi_value result = nullptr;
  napi_create_array_with_length(env, length, &result);
  return result;
}

void push(napi_env env, napi_value array, napi_value value) { napi_set_element(env, array, length(env, array), value); }

bool isNull(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  return type == napi_null || type == napi_undefined;
}

std::string toString(napi_env env, napi_value value) {
  size_t size = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &size) != napi_ok) return {};
  std::string result(size, '\0');
  napi_get_value_string_utf8(env, value, result.data(), size + 1, &size);
  return result;
}

double toNumber(napi_env env, napi_value value) {
  double result = 0;
  napi_get_value_double(env, value, &result);
  return result;
}

bool toBoolean(napi_env env, napi_value value) {
  bool result = false;
  napi_get_value_bool(env, value, &result);
  return result;
}

uint32_t length(napi_env env, napi_value array) {
  uint32_t result = 0;
  napi_get_array_length(env, array, &result);
  return result;
}

napi_value at(napi_env env, napi_value array, uint32_t index) {
  napi_value result = nullptr;
  napi_get_element(env, array, index, &result);
  return result;
}

napi_value get(napi_env env, napi_value object, const char *name) {
  napi_value result = nullptr;
  napi_get_named_property(env, object, name, &result);
  return result;
}

Bytes toBytes(napi_env env, napi_value typedArray) {
  napi_typedarray_type type = napi_uint8_array;
  size_t count = 0;
  void *data = nullptr;
  if (napi_get_typedarray_info(env, typedArray, &type, &count, &data, nullptr, nullptr) != napi_ok) return {};
  size_t width = type == napi_float64_array ? 8 : type == napi_int32_array ? 4 : 1;
  return {static_cast<char *>(data), count * width};
}

}  // namespace samsa::js
