// librdkafka's in-process Kafka. All calls are synchronous; clients of a cluster are destroyed before it.
#pragma once
#include "entry.h"

namespace samsa {

class MockCluster : public Handle {
 public:
  MockCluster(napi_env env, int brokers) : env_(env) {
    char text[512];
    Conf conf(rd_kafka_conf_new());
    // This client connects to nobody, and would say so on standard error.
    rd_kafka_conf_set(conf.get(), "log_level", "3", text, sizeof text);
    kafka_ = rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), text, sizeof text);
    if (!kafka_) throw ConfigFailure{"", text};
    (void)conf.release();
    cluster_ = rd_kafka_mock_cluster_new(kafka_, brokers);
    // Without one, requests that go to the controller wait until they time out.
    rd_kafka_mock_set_controller_id(cluster_, 1);
    napi_add_env_cleanup_hook(env_, onEnvironmentEnd, this);
  }
  ~MockCluster() override { destroy(); }

  rd_kafka_mock_cluster_t *cluster() const {
    if (!cluster_) throw Failure{errorOf(RD_KAFKA_RESP_ERR__DESTROY)};
    return cluster_;
  }

  void destroy() {
    if (!kafka_) return;
    napi_remove_env_cleanup_hook(env_, onEnvironmentEnd, this);
    rd_kafka_mock_cluster_destroy(std::exchange(cluster_, nullptr));
    rd_kafka_destroy_flags(std::exchange(kafka_, nullptr), 0);
  }

 private:
  static void onEnvironmentEnd(void *self) { static_cast<MockCluster *>(self)->destroy(); }

  const napi_env env_;
  rd_kafka_t *kafka_ = nullptr;
  rd_kafka_mock_cluster_t *cluster_ = nullptr;
};

}  // namespace samsa
