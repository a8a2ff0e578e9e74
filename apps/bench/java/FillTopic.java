import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes a topic and fills it: record i is the i / partitions-th of partition i % partitions, has the key k(i % 16 * partitions) and a JSON
 * value with the id i, of exactly the size asked for. So counts by partition determine the sums of offsets and of ids.
 *
 * <p>Arguments: bootstrap topic partitions records valueBytes.
 */
public final class FillTopic {
  private FillTopic() {}

  public static void main(String[] args) throws Exception {
    String bootstrap = args[0];
    String topic = args[1];
    int partitions = Integer.parseInt(args[2]);
    int records = Integer.parseInt(args[3]);
    int valueBytes = Integer.parseInt(args[4]);
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
      // Asks every partition's leader, again and again until it is one: a producer that comes earlier gets NOT_LEADER_OR_FOLLOWER
      // and, with many partitions, may sit on the refused batches until they expire (Kafka 4.4.0).
      admin.listOffsets(latest(topic, partitions)).all().get();
    }
    fill(bootstrap, topic, partitions, records, valueBytes);
  }

  private static Map<TopicPartition, OffsetSpec> latest(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) all.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    return all;
  }

  private static void fill(String bootstrap, String topic, int partitions, int records, int valueBytes) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "linger.ms", 50, "batch.size", 131072, "acks", "all");
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        byte[] key = ("k" + i % (16 * partitions)).getBytes(StandardCharsets.US_ASCII);
        producer.send(new ProducerRecord<>(topic, i % partitions, key, order(i, valueBytes)), (done, error) -> {
          if (error != null) failure.compareAndSet(null, error);
        });
      }
      producer.flush();
    }
    if (failure.get() != null) throw failure.get();
  }

  /** An order as JSON, its items repeated and its note stretched until it has the size. */
  private static byte[] order(int id, int valueBytes) {
    StringBuilder text = new StringBuilder(valueBytes);
    text.append("{\"id\":").append(id).append(",\"cents\":").append(id % 9973).append(",\"currency\":\"EUR\"");
    String item = "{\"sku\":\"A-" + (id % 811) + "\",\"quantity\":" + (1 + id % 7) + ",\"gift\":false}";
    String opening = ",\"items\":[";
    String closing = "],\"note\":\"\"}";
    if (text.length() + opening.length() + item.length() + closing.length() <= valueBytes) {
      text.append(opening).append(item);
      while (text.length() + 1 + item.length() + closing.length() <= valueBytes) text.append(',').append(item);
      text.append(']');
    }
    text.append(",\"note\":\"");
    if (text.length() + 2 > valueBytes) throw new IllegalArgumentException("A value needs " + (text.length() + 2) + " bytes at least.");
    while (text.length() < valueBytes - 2) text.append('x');
    return text.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
