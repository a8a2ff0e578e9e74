// One lazily started thread for the calls that block: requests with a timeout, transactions, rd_kafka_destroy.
#pragma once
#include <chrono>
#include <functional>
#include <memory>

namespace samsa {

class BlockingThread {
 public:
  using Job = std::function<void()>;

  BlockingThread();
  ~BlockingThread();

  void run(Job job);  // in order
  // No more jobs: true as soon as the last one has ended and the thread is joined; false: it hangs and is left to itself.
  bool finish(std::chrono::milliseconds limit);
  // Asks long jobs to give up; they look at stopping().
  void stop();
  bool stopping() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace samsa
