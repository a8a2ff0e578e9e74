import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time and memory of this process, from the moment it was made. */
final class ProcessFigures {
  private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long thread;
  private final long cpuBefore = SYSTEM.getProcessCpuTime();
  private final long threadBefore;

  /** @param thread id of the thread whose CPU time is told apart */
  ProcessFigures(long thread) {
    this.thread = thread;
    this.threadBefore = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
  }

  /** CPU seconds of all threads since. */
  double cpuSeconds() {
    return (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;
  }

  /** CPU seconds of the one thread since. */
  double threadCpuSeconds() {
    return (ManagementFactory.getThreadMXBean().getThreadCpuTime(thread) - threadBefore) / 1e9;
  }

  /** Largest resident set since the start of the process in MiB, as JSON: null where /proc does not tell. */
  static String peakRssMiB() {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return "null";
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) return String.valueOf(Long.parseLong(line.replaceAll("\\D", "")) / 1024.0);
      }
      return "null";
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
