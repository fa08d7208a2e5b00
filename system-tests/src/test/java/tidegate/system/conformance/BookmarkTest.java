package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.api.json.Json;
import tidegate.system.conformance.Watching.Event;

/** What a watch is told of versions where nothing happens. Alone: the real API has the last two seconds of a watch for it. */
@Isolated
@ExtendWith(ConformanceExtension.class)
class BookmarkTest {
    @Test
    void aWatchWithBookmarksGetsOneBeforeItsTimeIsUp(Space space) {
        Json object = space.create(CONFIG_MAP, Given.configMap("quiet"));
        Call call = space.all("GET", CONFIG_MAP)
                .with("resourceVersion", Space.versionOf(object))
                .with("allowWatchBookmarks", true)
                .with("timeoutSeconds", 8);
        try (Watching watch = call.watch()) {
            List<Event> events = watch.untilTheEnd();
            assertThat(events).isNotEmpty().allMatch(event -> event.type().equals("BOOKMARK"));
            assertThat(events.getLast().version()).isGreaterThanOrEqualTo(Long.parseLong(Space.versionOf(object)));
            assertThat(events.getLast().object().get("metadata").members().keySet())
                    .contains("resourceVersion")
                    .doesNotContain("name", "uid");
        }
    }
}
