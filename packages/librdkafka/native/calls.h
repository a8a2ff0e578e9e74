// What each file of calls adds to the addon's exports.
#pragma once
#include <node_api.h>

namespace samsa {

void defineLibrary(napi_env env, napi_value exports);
void defineClient(napi_env env, napi_value exports);
void defineGroupConsumer(napi_env env, napi_value exports);
void defineAssignment(napi_env env, napi_value exports);
void defineShareConsumer(napi_env env, napi_value exports);
void defineProducer(napi_env env, napi_value exports);
void defineTransactions(napi_env env, napi_value exports);
void defineMetadata(napi_env env, napi_value exports);
void defineTopicRequests(napi_env env, napi_value exports);
void defineGroupRequests(napi_env env, napi_value exports);
void defineConfigRequests(napi_env env, napi_value exports);
void defineMockCluster(napi_env env, napi_value exports);
void defineMockShareGroup(napi_env env, napi_value exports);

}  // namespace samsa
