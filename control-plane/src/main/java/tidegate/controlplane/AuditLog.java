package tidegate.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit file of kube-apiserver, a JSON document a line, read anew at each call. */
record AuditLog(Path file) implements Audit {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

    @Override
    public List<ApiWrite> writes() {
        var found = new ArrayList<ApiWrite>();
        for (String line : lines()) {
            JsonNode event;
            try {
                event = JSON.readTree(line);
            } catch (JacksonException unfinished) {
                break; // the last line is still being written
            }
            if (WRITES.contains(event.path("verb").asString(""))) found.add(write(event));
        }
        return found;
    }

    private List<String> lines() {
        try {
            if (!Files.exists(file)) return List.of();
            return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("audit log " + file, e);
        }
    }

    private static ApiWrite write(JsonNode event) {
        JsonNode object = event.path("objectRef");
        return new ApiWrite(
                event.path("verb").asString(""),
                object.path("resource").asString(""),
                object.path("subresource").asString(""),
                object.path("namespace").asString(""),
                object.path("name").asString(""),
                event.path("userAgent").asString(""),
                event.path("responseStatus").path("code").asInt(0));
    }
}
