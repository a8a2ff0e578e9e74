// The one librdkafka of the process: looked up by path, every symbol checked.
#pragma once
#include <string>

namespace samsa {

struct LoadResult {
  bool ok = false;
  std::string path{};     // of the copy in use: the first load of the process decides
  std::string trouble{};  // dlopen's text, or "missing symbol NAME"
  int versionNumber = 0;  // 0: not a librdkafka
  std::string version{};
};

// Thread safe; a second call answers with the first copy, whatever its path.
LoadResult loadLibrary(const std::string &path);

}  // namespace samsa
