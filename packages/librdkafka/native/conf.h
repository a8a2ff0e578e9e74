// Settings and callbacks of a client.
#pragma once
#include "client.h"

namespace samsa {

// `flat`: [name, value, …] as text. Throws ConfigFailure with the property's name and librdkafka's text.
// `tokenRefresh`: the application gives OAUTHBEARER tokens itself (event oauth-refresh).
Conf confFromJs(napi_env env, napi_value flat, Client *client, bool tokenRefresh);

}  // namespace samsa
