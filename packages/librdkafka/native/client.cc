#include "client.h"

#include <algorithm>

#include "admin-result.h"

namespace samsa {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds destroyLimit{5000};
constexpr int firstSliceMs = 250;
constexpr int longestSliceMs = 4000;

}  // namespace

Client::Client(napi_env env, napi_value onWake) : env_(env), wake_(Wake::open(env, onWake)) {}

Client::~Client() {
  if (wake_) wake_->release();
}

void Client::open(rd_kafka_type_t type, Conf conf) {
  char text[512];
  auto *kafka = rd_kafka_new(type, conf.get(), text, sizeof text);
  if (!kafka) throw ConfigFailure{"", text};
  (void)conf.release();
  adopt(kafka);
}

void Client::adopt(rd_kafka_t *kafka) {
  kafka_ = kafka;
  napi_add_env_cleanup_hook(env_, onEnvironmentEnd, this);
}

napi_value Client::wrap(napi_env env, std::unique_ptr<Client> client) {
  auto finalize = [](napi_env, void *data, void *) {
    auto *ended = static_cast<Client *>(static_cast<Handle *>(data));
    if (!ended->hung_) delete ended;
  };
  napi_value result = nullptr;
  napi_create_external(env, static_cast<Handle *>(client.get()), finalize, nullptr, &result);
  client->signal();
  (void)client.release();
  return result;
}

rd_kafka_t *Client::kafka() const {
  if (destroying_) throw Failure{errorOf(RD_KAFKA_RESP_ERR__DESTROY)};
  return kafka_;
}

void Client::reply(double id, ErrorInfo error, Value value) {
  std::lock_guard lock(mutex_);
  pushReply({id, std::move(error), std::move(value)});
}

void Client::signalUnlessGone() {
  std::lock_guard lock(mutex_);
  if (!silent_) signal();
}

void Client::pushReply(Reply reply) {
  if (silent_) return;
  replies_.push_back(std::move(reply));
  signal();
}

void Client::defer(double id, Work work) {
  kafka();
  blocking_.run([this, id, work = std::move(work)] {
    ErrorInfo error;
    auto value = work(error);
    reply(id, std::move(error), std::move(value));
  });
}

ErrorInfo Client::inSlices(int timeoutMs, const std::function<ErrorInfo(int)> &call) {
  using Clock = std::chrono::steady_clock;
  auto deadline = Clock::now() + milliseconds(timeoutMs);
  for (int slice = firstSliceMs;; slice = std::min(slice * 2, longestSliceMs)) {
    if (blocking_.stopping()) return errorOf(RD_KAFKA_RESP_ERR__DESTROY);
    auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now()).count();
    bool last = left <= slice;
    auto error = call(std::max(0, last ? static_cast<int>(left) : slice));
    bool again = error.code == RD_KAFKA_RESP_ERR__TIMED_OUT || error.code == RD_KAFKA_RESP_ERR__TRANSPORT;
    if (last || !again) return error;
  }
}

rd_kafka_queue_t *Client::adminQueue() {
  if (!adminQueue_) {
    adminQueue_ = Queue(rd_kafka_queue_new(kafka()));
    watch(adminQueue_);
  }
  return adminQueue_.get();
}

void Client::serveAdminQueue() {
  if (!adminQueue_) return;
  while (KafkaEvent event{rd_kafka_queue_poll(adminQueue_.get(), 0)}) {
    auto id = static_cast<double>(reinterpret_cast<intptr_t>(rd_kafka_event_opaque(event.get())));
    auto error = errorOf(rd_kafka_event_error(event.get()), rd_kafka_event_error_string(event.get()));
    // Shared, because a std::function must be copyable.
    std::shared_ptr<rd_kafka_event_t> held(event.release(), Deleter<rd_kafka_event_destroy>());
    Value value = [held](napi_env env) { return adminResultToJs(env, held.get()); };
    replies_.push_back({id, error, error ? nullptr : std::move(value)});
  }
}

napi_value Client::takeReplies() {
  std::vector<Reply> taken;
  bool ended;
  {
    std::lock_guard lock(mutex_);
    serveAdminQueue();
    taken.swap(replies_);
    ended = destroyed_ && !finished_;
  }
  auto result = taken.empty() ? js::null(env_) : js::array(env_, taken.size() * 3);
  uint32_t at = 0;
  for (auto &reply : taken) {
    auto value = reply.value ? reply.value(env_) : js::null(env_);
    napi_set_element(env_, result, at++, js::number(env_, reply.id));
    // A failed request may still carry results for each partition.
    napi_set_element(env_, result, at++, reply.error ? errorToJs(env_, reply.error, reply.value ? value : nullptr) : js::null(env_));
    napi_set_element(env_, result, at++, value);
  }
  if (ended) finish();
  return result;
}

void Client::destroy(double id) {
  if (!destroying_) startDestroy(id);
}

void Client::startDestroy(double id) {
  destroying_ = true;
  blocking_.stop();
  adminQueue_.close();
  closeResources(kafka_);
  blocking_.run([this, id] {
    completeClose(kafka_);
    destroyHandle(kafka_);
    // Both at once: the answer is taken together with the news that the thread may go.
    std::lock_guard lock(mutex_);
    destroyed_ = true;
    pushReply({id, {}, nullptr});
  });
}

void Client::finish() {
  blocking_.finish(destroyLimit);
  letGo();
}

void Client::abandon() {
  if (!destroying_ || finished_) return;
  {
    std::lock_guard lock(mutex_);
    silent_ = true;
    replies_.clear();
  }
  hung_ = !blocking_.finish(milliseconds(0));
  letGo();
}

void Client::letGo() {
  finished_ = true;
  napi_remove_env_cleanup_hook(env_, onEnvironmentEnd, this);
  std::exchange(wake_, nullptr)->release();
}

void Client::onEnvironmentEnd(void *client) { static_cast<Client *>(client)->endWithEnvironment(); }

void Client::endWithEnvironment() {
  {
    std::lock_guard lock(mutex_);
    silent_ = true;
    replies_.clear();
  }
  if (!destroying_) startDestroy(0);
  hung_ = !blocking_.finish(destroyLimit);
  wake_ = nullptr;  // goes with the environment
}

}  // namespace samsa
