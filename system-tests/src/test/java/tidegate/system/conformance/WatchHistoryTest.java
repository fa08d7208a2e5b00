package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.api.json.Json;
import tidegate.system.conformance.Watching.Event;

/** Watches from versions that the API has forgotten. Alone, because forgetting concerns everybody. */
@Isolated
@ExtendWith(ConformanceExtension.class)
class WatchHistoryTest {

    @Test
    void aWatchFromAForgottenVersionIsToldToListAgain(Space space) {
        space.create(Kind.ROLLOUT, Given.rollout("shop"));
        space.api().forgetHistory();
        try (Watching watch = space.watch(Kind.ROLLOUT, "1")) {
            Event error = watch.next();
            assertThat(error.type()).isEqualTo("ERROR");
            assertThat(error.object().get("kind")).isEqualTo(Json.of("Status"));
            assertThat(error.object().get("code")).isEqualTo(Json.of(410));
            assertThat(error.object().get("reason")).isEqualTo(Json.of("Expired"));
            assertThat(error.object().get("message").stringOrEmpty()).startsWith("too old resource version: 1 (");
            assertThat(watch.untilTheEnd()).as("the error is the last event").isEmpty();
        }
    }
}
