package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tidegate.api.json.Json;

/** An open watch, read as it comes. */
final class Watching implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Event END = new Event("END", Json.MISSING);

    private final String call;
    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<Event> seen = new ArrayList<>();

    /** @param type ADDED, MODIFIED, DELETED, BOOKMARK, ERROR, or END once the server has closed the watch */
    record Event(String type, Json object) {
        String name() {
            return object.at("metadata", "name").stringOrEmpty();
        }

        long version() {
            return Long.parseLong(object.at("metadata", "resourceVersion").stringOrEmpty());
        }

        boolean is(String wanted, String name) {
            return type.equals(wanted) && name().equals(name);
        }

        @Override
        public String toString() {
            return type + " " + name();
        }
    }

    Watching(String call, HttpResponse<InputStream> response) {
        this.call = call;
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) events.add(parse(line));
        } catch (IOException closed) {
            // by us, or by the server: either way the end
        } finally {
            events.add(END);
        }
    }

    private Event parse(String line) {
        Json event = Json.parse(line);
        if (response.statusCode() != 200) return new Event("REFUSED", event);
        return new Event(event.get("type").stringOrEmpty(), event.get("object"));
    }

    int code() {
        return response.statusCode();
    }

    /** The next event of any type. */
    Event next() {
        try {
            Event event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(event)
                    .as(call + ": an event within " + PATIENCE + " after " + seen)
                    .isNotNull();
            seen.add(event);
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + call, e);
        }
    }

    /** The next event that is no bookmark, which must be this one. */
    Json expect(String type, String name) {
        Event event = nextOf(any -> !any.type().equals("BOOKMARK"));
        assertThat(event.toString())
                .as(call + ": " + seen + " " + event.object())
                .isEqualTo(type + " " + name);
        return event.object();
    }

    /** The first event that fits; those before it are passed over. */
    Event nextOf(Predicate<Event> wanted) {
        while (true) {
            Event event = next();
            if (wanted.test(event)) return event;
            assertThat(event).as(call + ": ended after " + seen).isNotSameAs(END);
        }
    }

    /** Everything until the server ends the watch. */
    List<Event> untilTheEnd() {
        var all = new ArrayList<Event>();
        for (Event event = next(); event != END; event = next()) all.add(event);
        return all;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            // it was open for reading only
        }
    }
}
