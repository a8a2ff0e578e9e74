// The life of a librdkafka handle inside one JavaScript environment; every kind of client derives from it.
//
//   open     wake, rd_kafka_new, queues with callbacks, one forced wake (what was queued before gives no edge)
//   destroy  callbacks off, queues and topics given back, then rd_kafka_destroy on the blocking thread, then that thread and the wake released
//   the end of the environment (process exit, end of a worker) does the same without JavaScript, within a limit
#pragma once
#include <functional>
#include <mutex>
#include <vector>

#include "entry.h"
#include "event.h"
#include "guards.h"
#include "blocking-thread.h"
#include "wake.h"

namespace samsa {

class Client : public Handle {
 public:
  using Value = std::function<napi_value(napi_env)>;  // runs on the JS thread
  using Work = std::function<Value(ErrorInfo &error)>;  // runs on the blocking thread

  ~Client() override;

  rd_kafka_t *kafka() const;  // throws _DESTROY from destroy() on
  bool alive() const { return !destroying_; }
  void signal() { wake_->signal(); }
  void keepAlive(bool on) { wake_->keepAlive(env_, on); }

  // An answer for the request `id`; from any thread.
  void reply(double id, ErrorInfo error, Value value);
  // Does `work` on the blocking thread and replies.
  void defer(double id, Work work);
  // Calls `call(ms)` in slices until it no longer times out, so that destroy() never waits for a long request.
  ErrorInfo inSlices(int timeoutMs, const std::function<ErrorInfo(int)> &call);
  // Flat [id, error or null, value] for each answer, or null.
  napi_value takeReplies();
  // Where admin requests are answered; opened at the first one.
  rd_kafka_queue_t *adminQueue();

  void destroy(double id);
  // Lets go of a client whose destruction hangs: it and its threads are left behind, nothing of it reaches JavaScript any more.
  void abandon();

  // Gives the client to JavaScript as an opaque handle.
  static napi_value wrap(napi_env env, std::unique_ptr<Client> client);

  Events events;

 protected:
  Client(napi_env env, napi_value onWake);
  void open(rd_kafka_type_t type, Conf conf);
  // For what is not made by rd_kafka_new: takes the handle.
  void adopt(rd_kafka_t *kafka);
  // As signal(), for threads that may outlive an abandoned client.
  void signalUnlessGone();
  void watch(Queue &queue) { queue.notify(onQueue, this); }
  // Gives back everything that refers to `kafka`; called once, before it is destroyed.
  virtual void closeResources(rd_kafka_t *kafka) = 0;
  // On the blocking thread, between closeResources and rd_kafka_destroy.
  virtual void completeClose(rd_kafka_t *) {}
  // On the blocking thread, at the end.
  virtual void destroyHandle(rd_kafka_t *kafka) { rd_kafka_destroy_flags(kafka, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE); }

  static void onQueue(rd_kafka_t *, void *client) { static_cast<Client *>(client)->signal(); }

 private:
  struct Reply {
    double id;
    ErrorInfo error;
    Value value;
  };

  void pushReply(Reply reply);  // under mutex_
  void serveAdminQueue();
  void startDestroy(double id);
  void finish();
  void letGo();
  static void onEnvironmentEnd(void *client);
  void endWithEnvironment();

  const napi_env env_;
  Wake *wake_ = nullptr;
  rd_kafka_t *kafka_ = nullptr;
  Queue adminQueue_;
  BlockingThread blocking_;
  std::mutex mutex_;
  std::vector<Reply> replies_;
  bool silent_ = false;           // guarded by mutex_: no signal any more
  bool destroyed_ = false;        // guarded by mutex_: rd_kafka_destroy returned
  bool destroying_ = false;       // JS thread
  bool finished_ = false;         // JS thread
  bool hung_ = false;             // rd_kafka_destroy never returned: its blocking thread still uses this object
};

}  // namespace samsa
