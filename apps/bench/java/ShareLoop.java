import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Java's own share consumer as its documentation uses it: poll, handle, acknowledge each, commit, poll. Work is done by a pool of threads
 * while the consumer's one thread acknowledges what is done. Member of the harness's protocol: says `ready`, begins at `go`, ends at `stop`.
 *
 * <p>Arguments: bootstrap topic partitions group commit (async, sync or none: with the next poll) inWork workMs (0: no-op).
 */
public final class ShareLoop {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PROGRESS_MS = 50;

  private static volatile boolean stopping = false;

  private final KafkaShareConsumer<byte[], byte[]> consumer;
  private final ShareTally tally;
  private final String commit;
  private final long workMs;
  private final ExecutorService pool;

  private ShareLoop(String[] args) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", args[0], "group.id", args[3], "share.acknowledgement.mode", "explicit");
    consumer = new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    tally = new ShareTally(Integer.parseInt(args[2]));
    commit = args[4];
    workMs = Long.parseLong(args[6]);
    pool = workMs == 0 ? null : Executors.newFixedThreadPool(Integer.parseInt(args[5]));
  }

  public static void main(String[] args) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in));
    System.out.println("{\"ready\":true}");
    if (!"go".equals(input.readLine())) Runtime.getRuntime().halt(1);
    ShareLoop loop = new ShareLoop(args);
    inBackground(loop::tellProgress);
    inBackground(() -> untilStop(input));
    try {
      loop.run(args[1]);
      loop.consumer.close();
      System.out.println(loop.tally.report());
      Runtime.getRuntime().halt(0);
    } catch (Exception error) {
      error.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void run(String topic) throws Exception {
    consumer.subscribe(List.of(topic));
    while (!stopping) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (records.isEmpty()) continue;
      tally.begin();
      if (pool == null) handle(records);
      else handleInPool(records);
      if (commit.equals("async")) consumer.commitAsync();
      else if (commit.equals("sync")) failOnError(consumer.commitSync());
    }
    failOnError(consumer.commitSync());
  }

  private void handle(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      tally.record(record.partition(), record.offset());
      consumer.acknowledge(record, AcknowledgeType.ACCEPT);
    }
    tally.sample(records.count());
  }

  private void handleInPool(ConsumerRecords<byte[], byte[]> records) throws Exception {
    var done = new ExecutorCompletionService<ConsumerRecord<byte[], byte[]>>(pool);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      done.submit(() -> {
        Thread.sleep(workMs);
        return record;
      });
    }
    for (int left = records.count(); left > 0; left--) {
      ConsumerRecord<byte[], byte[]> record = done.take().get();
      tally.record(record.partition(), record.offset());
      consumer.acknowledge(record, AcknowledgeType.ACCEPT);
      tally.sample(1);
    }
  }

  private static void failOnError(Map<?, ? extends java.util.Optional<?>> results) {
    results.forEach((partition, error) -> {
      if (error.isPresent()) throw new IllegalStateException(partition + ": " + error.get());
    });
  }

  private void tellProgress() throws Exception {
    for (long told = 0; !stopping; Thread.sleep(PROGRESS_MS)) {
      long handled = tally.handled();
      if (handled == told) continue;
      tally.readFigures();
      System.out.println("{\"handled\":" + handled + "}");
      told = handled;
    }
  }

  private static void untilStop(BufferedReader input) throws Exception {
    if (!"stop".equals(input.readLine())) throw new IllegalStateException("the harness is gone");
    stopping = true;
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void inBackground(Task task) {
    Thread thread = new Thread(() -> {
      try {
        task.run();
      } catch (Exception error) {
        error.printStackTrace();
        Runtime.getRuntime().halt(1);
      }
    });
    thread.setDaemon(true);
    thread.start();
  }
}
