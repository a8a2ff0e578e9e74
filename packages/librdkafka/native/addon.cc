// Module entry. Only load() may be called before the library is loaded; the TypeScript side sees to that.
#include "calls.h"

NAPI_MODULE_INIT(/* napi_env env, napi_value exports */) {
  samsa::defineLibrary(env, exports);
  samsa::defineClient(env, exports);
  samsa::defineGroupConsumer(env, exports);
  samsa::defineAssignment(env, exports);
  samsa::defineShareConsumer(env, exports);
  samsa::defineProducer(env, exports);
  samsa::defineTransactions(env, exports);
  samsa::defineMetadata(env, exports);
  samsa::defineTopicRequests(env, exports);
  samsa::defineGroupRequests(env, exports);
  samsa::defineConfigRequests(env, exports);
  samsa::defineMockCluster(env, exports);
  samsa::defineMockShareGroup(env, exports);
  return exports;
}
