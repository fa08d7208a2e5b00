package tidegate.controlplane;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit file of kube-apiserver, a JSON document a line. Each call reads on where the one before ended. */
final class AuditLog implements Audit {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final int BLOCK = 1 << 20;

    private final Path file;
    private final List<ApiWrite> found = new ArrayList<>();
    /** Few different texts, each of them a hundred thousand times. */
    private final Map<String, String> texts = new HashMap<>();

    private long position;

    AuditLog(Path file) {
        this.file = file;
    }

    @Override
    public synchronized List<ApiWrite> writes() {
        if (Files.exists(file)) readOn();
        return List.copyOf(found);
    }

    /** Whole lines only: the last one may still be being written. */
    private void readOn() {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] block = new byte[BLOCK];
            while (position < in.length()) {
                in.seek(position);
                int length = in.read(block);
                int end = afterLastLine(block, length);
                if (end == 0 && length == block.length) {
                    block = new byte[2 * block.length]; // a line longer than that
                } else if (end == 0) {
                    return;
                } else {
                    new String(block, 0, end, StandardCharsets.UTF_8).lines().forEach(this::take);
                    position += end;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("audit log " + file, e);
        }
    }

    private static int afterLastLine(byte[] block, int length) {
        int end = length;
        while (end > 0 && block[end - 1] != '\n') end--;
        return end;
    }

    private void take(String line) {
        JsonNode event = JSON.readTree(line);
        if (WRITES.contains(event.path("verb").asString(""))) found.add(write(event));
    }

    private ApiWrite write(JsonNode event) {
        JsonNode object = event.path("objectRef");
        return new ApiWrite(
                shared(event.path("verb")),
                shared(object.path("resource")),
                shared(object.path("subresource")),
                shared(object.path("namespace")),
                object.path("name").asString(""),
                shared(event.path("userAgent")),
                event.path("responseStatus").path("code").asInt(0),
                Instant.parse(event.path("requestReceivedTimestamp").asString("1970-01-01T00:00:00Z")));
    }

    private String shared(JsonNode text) {
        return texts.computeIfAbsent(text.asString(""), same -> same);
    }
}
