import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Java's own client, polled in a loop that does nothing but count: the yardstick. The clock starts at the first record.
 *
 * <p>Arguments: bootstrap topic partitions group records handler (noop or value).
 */
public final class ConsumeLoop {
  private ConsumeLoop() {}

  public static void main(String[] args) throws Exception {
    long[] counts = new long[Integer.parseInt(args[2])];
    long wanted = Long.parseLong(args[4]);
    boolean readsValue = args[5].equals("value");
    Map<String, Object> settings = Map.of("bootstrap.servers", args[0], "group.id", args[3], "auto.offset.reset", "earliest");
    var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(args[1]));
    ConsumerRecords<byte[], byte[]> records;
    do records = consumer.poll(Duration.ofSeconds(1)); while (records.isEmpty());

    long started = System.nanoTime();
    ProcessFigures figures = new ProcessFigures(Thread.currentThread().getId());
    long handled = 0;
    long offsetSum = 0;
    long contentSum = 0;
    while (true) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (handled == wanted) break;
        counts[record.partition()]++;
        offsetSum += record.offset();
        if (readsValue) contentSum += record.value().length;
        handled++;
      }
      if (handled == wanted) break;
      records = consumer.poll(Duration.ofSeconds(1));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    double cpuSeconds = figures.cpuSeconds();
    double threadCpuSeconds = figures.threadCpuSeconds();
    System.out.printf(
        "{\"records\":%d,\"seconds\":%s,\"cpuSeconds\":%s,\"threadCpuSeconds\":%s,\"peakRssMiB\":%s,\"counts\":%s,\"offsetSum\":%d,\"contentSum\":%d}%n",
        handled, seconds, cpuSeconds, threadCpuSeconds, ProcessFigures.peakRssMiB(), Arrays.toString(counts), offsetSum, contentSum);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
