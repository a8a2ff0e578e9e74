// What every client hears from librdkafka, whichever way it comes: by a callback (consumer queues) or as an event (producer queues).
#pragma once
#include "client.h"

namespace samsa {

// `tokenRefresh`: the application gives OAUTHBEARER tokens itself.
void setCallbacks(rd_kafka_conf_t *conf, Client *client, bool tokenRefresh);
// The same for what rd_kafka_queue_poll answered with.
void pushEvent(Client &client, rd_kafka_event_t *event);

}  // namespace samsa
