#include "blocking-thread.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace samsa {

// Owned by the thread too, so that a thread that hangs can be left behind.
struct BlockingThread::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> jobs;
  std::thread thread;
  bool finished = false;
  bool ended = false;
  std::atomic<bool> stopping{false};

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return finished || !jobs.empty(); });
      if (jobs.empty()) break;
      auto job = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      job();
      job = nullptr;
      lock.lock();
    }
    ended = true;
    changed.notify_all();
  }
};

BlockingThread::BlockingThread() : state_(std::make_shared<State>()) {}

BlockingThread::~BlockingThread() {
  if (state_->thread.joinable()) state_->thread.detach();
}

void BlockingThread::run(Job job) {
  std::lock_guard lock(state_->mutex);
  if (!state_->thread.joinable()) state_->thread = std::thread([state = state_] { state->work(); });
  state_->jobs.push_back(std::move(job));
  state_->changed.notify_all();
}

bool BlockingThread::finish(std::chrono::milliseconds limit) {
  std::unique_lock lock(state_->mutex);
  if (!state_->thread.joinable()) return true;
  state_->finished = true;
  state_->changed.notify_all();
  bool ended = state_->changed.wait_for(lock, limit, [this] { return state_->ended; });
  lock.unlock();
  if (ended) {
    state_->thread.join();
  } else {
    state_->thread.detach();
  }
  return ended;
}

void BlockingThread::stop() { state_->stopping = true; }

bool BlockingThread::stopping() const { return state_->stopping; }

}  // namespace samsa
