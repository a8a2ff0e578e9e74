// JavaScript's calls that every client has.
#include <vector>

#include "calls.h"
#include "client.h"

namespace samsa {
namespace {

napi_value takeReplies(const Call &call) { return call.handle<Client>().takeReplies(); }

napi_value destroy(const Call &call) {
  call.handle<Client>().destroy(call.number(1));
  return js::undefined(call.env);
}

napi_value abandon(const Call &call) {
  call.handle<Client>().abandon();
  return js::undefined(call.env);
}

napi_value keepAlive(const Call &call) {
  auto &client = call.handle<Client>();
  if (client.alive()) client.keepAlive(call.boolean(1));
  return js::undefined(call.env);
}

napi_value setSaslCredentials(const Call &call) {
  auto username = call.string(1), password = call.string(2);
  check(rd_kafka_sasl_set_credentials(call.handle<Client>().kafka(), username.c_str(), password.c_str()));
  return js::undefined(call.env);
}

// setOauthToken(handle, value, expiresAtMs, principal, extensions: [name, value, …])
napi_value setOauthToken(const Call &call) {
  auto token = call.string(1), principal = call.string(3);
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < js::length(call.env, call[4]); i++) texts.push_back(js::toString(call.env, js::at(call.env, call[4], i)));
  std::vector<const char *> extensions;
  for (auto &text : texts) extensions.push_back(text.c_str());
  char reason[512];
  auto code = rd_kafka_oauthbearer_set_token(call.handle<Client>().kafka(), token.c_str(), static_cast<int64_t>(call.number(2)),
                                             principal.c_str(), extensions.data(), extensions.size(), reason, sizeof reason);
  if (code) throw Failure{errorOf(code, reason)};
  return js::undefined(call.env);
}

napi_value setOauthFailure(const Call &call) {
  check(rd_kafka_oauthbearer_set_token_failure(call.handle<Client>().kafka(), call.string(1).c_str()));
  return js::undefined(call.env);
}

}  // namespace

void defineClient(napi_env env, napi_value exports) {
  define<takeReplies>(env, exports, "takeReplies");
  define<destroy>(env, exports, "destroy");
  define<abandon>(env, exports, "abandon");
  define<keepAlive>(env, exports, "keepAlive");
  define<setSaslCredentials>(env, exports, "setSaslCredentials");
  define<setOauthToken>(env, exports, "setOauthToken");
  define<setOauthFailure>(env, exports, "setOauthFailure");
}

}  // namespace samsa
