package tidegate.kube.http;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.client.WatchEvent;
import tidegate.kube.client.WatchStream;

/** One event per line of a response that does not end. */
final class HttpWatchStream implements WatchStream {
    private final Call call;
    private final Response response;
    private final UnaryOperator<Json> complete;
    private final ReentrantLock reading = new ReentrantLock();
    private boolean closed; // guarded by reading

    HttpWatchStream(Call call, Response response, UnaryOperator<Json> complete) {
        this.call = call;
        this.response = response;
        this.complete = complete;
    }

    @Override
    public Optional<WatchEvent> next() {
        reading.lock();
        try {
            String line = closed ? null : nextLine();
            return line == null ? Optional.empty() : Optional.of(read(line));
        } catch (IOException _) {
            return Optional.empty();
        } finally {
            reading.unlock();
        }
    }

    private @Nullable String nextLine() throws IOException {
        String line = response.body().source().readUtf8Line();
        while (line != null && line.isBlank()) line = response.body().source().readUtf8Line();
        return line;
    }

    private WatchEvent read(String line) {
        try {
            Json event = Json.parse(line);
            Json object = event.get("object");
            return switch (event.get("type").stringOrEmpty()) {
                case "ADDED" -> new WatchEvent.Added(complete.apply(object));
                case "MODIFIED" -> new WatchEvent.Modified(complete.apply(object));
                case "DELETED" -> new WatchEvent.Deleted(complete.apply(object));
                case "BOOKMARK" -> new WatchEvent.Bookmark(ResourceVersion.of(object));
                case "ERROR" -> new WatchEvent.Failed(errorOf(object));
                default -> new WatchEvent.Unreadable("type " + event.get("type"));
            };
        } catch (JsonException e) {
            return new WatchEvent.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static KubeError errorOf(Json status) {
        return KubeError.of(status.get("code").integer().orElse(500), status, Optional.empty());
    }

    /** Cancelling ends a read that waits; only then may the response be closed. */
    @Override
    public void close() {
        call.cancel();
        reading.lock();
        try {
            closed = true;
            response.close();
        } finally {
            reading.unlock();
        }
    }
}
