import java.util.Arrays;

/**
 * Counts what one member handles and tells the harness. Written by the thread that polls; the control thread only reads the number, so that
 * progress is printed without a lock.
 */
final class ShareTally {
  private static final long SAMPLE_NANOS = 5_000_000;

  private final long[] counts;
  private final long thread = Thread.currentThread().getId();
  private long offsetSum = 0;
  private volatile long handled = 0;
  private volatile ProcessFigures figures;
  private long[] timeline = new long[2048];
  private int points = 0;
  private double cpuSeconds = 0;
  private double threadCpuSeconds = 0;

  ShareTally(int partitions) {
    counts = new long[partitions];
  }

  /** The first record is in the handler's hands. */
  void begin() {
    if (figures != null) return;
    figures = new ProcessFigures(thread);
    point(System.nanoTime(), 0);
  }

  /** Counts a record; {@link #sample} makes it visible. */
  void record(int partition, long offset) {
    counts[partition]++;
    offsetSum += offset;
  }

  /** Says how many were counted since the last call, at the time it is now. */
  void sample(long more) {
    handled += more;
    long now = System.nanoTime();
    // The last point moves on until it is old enough to stay.
    if (points >= 2 && now - timeline[2 * points - 4] < SAMPLE_NANOS) points--;
    point(now, handled);
  }

  long handled() {
    return handled;
  }

  /** Reads the CPU time; by the control thread, soon after the last record. */
  void readFigures() {
    cpuSeconds = figures.cpuSeconds();
    threadCpuSeconds = figures.threadCpuSeconds();
  }

  String report() {
    StringBuilder times = new StringBuilder("[");
    for (int i = 0; i < points; i++) {
      if (i > 0) times.append(',');
      times.append(timeline[2 * i] / 1e6).append(',').append(timeline[2 * i + 1]);
    }
    return String.format(
        "{\"report\":{\"handled\":%d,\"counts\":%s,\"offsetSum\":%d,\"timeline\":%s,\"cpuSeconds\":%s,\"threadCpuSeconds\":%s,\"peakRssMiB\":%s,\"troubles\":[],\"notes\":[]}}",
        handled, Arrays.toString(counts), offsetSum, times.append(']'), cpuSeconds, threadCpuSeconds, ProcessFigures.peakRssMiB());
  }

  private void point(long nanos, long number) {
    if (2 * points == timeline.length) timeline = Arrays.copyOf(timeline, 2 * timeline.length);
    timeline[2 * points] = nanos;
    timeline[2 * points + 1] = number;
    points++;
  }
}
