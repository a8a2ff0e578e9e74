// Settings and callbacks of a client.
#pragma once
#include "client.h"

namespace samsa {

// `flat`: [name, value, …] as text. Throws ConfigFailure with the property's name and librdkafka's text.
// `tokenRefresh`: the application gives OAUTHBEARER tokens itself (event oauth-refresh).
// `member`: `group.id` is needed; without it librdkafka makes a client that has no consumer's queue.
enum class Membership { none, member };
Conf confFromJs(napi_env env, napi_value flat, Client *client, bool tokenRefresh, Membership membership = Membership::none);

}  // namespace samsa
