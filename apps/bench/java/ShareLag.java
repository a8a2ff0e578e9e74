import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Answers what share groups have not settled: for each line `group topic` on standard input one line with the lags of the topic's partitions
 * as JSON, from 0 on; -1 where the broker does not tell. The lag counts what is neither acknowledged nor archived (KIP-1226); the start
 * offset would not do, since the broker writes it down with the next acknowledgement only. Ends with its input.
 *
 * <p>Argument: bootstrap.
 */
public final class ShareLag {
  private ShareLag() {}

  public static void main(String[] args) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in));
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", args[0]))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        String[] words = line.split(" ");
        System.out.println(lags(admin, words[0], words[1]));
      }
    }
  }

  private static String lags(Admin admin, String group, String topic) throws Exception {
    Map<TopicPartition, SharePartitionOffsetInfo> offsets =
        admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec())).partitionsToOffsetInfo(group).get();
    Map<Integer, Long> lags = new TreeMap<>();
    offsets.forEach((partition, info) -> {
      if (partition.topic().equals(topic)) lags.put(partition.partition(), info == null ? -1 : info.lag().orElse(-1L));
    });
    return lags.values().toString();
  }
}
