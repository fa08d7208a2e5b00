package tidegate.rollout.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tidegate.api.json.Json;

class LogLineTest {
    private static LoggingEvent event(Level level, String message, KeyValuePair... values) {
        var logger = new LoggerContext().getLogger("tidegate.rollout.runtime.Loop");
        var event = new LoggingEvent(LogLineTest.class.getName(), logger, level, message, null, null);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.678912Z"));
        event.setKeyValuePairs(List.of(values));
        return event;
    }

    @Test
    void textIsLogfmtWithQuotesWhereNeeded() {
        var line = new LogLine(false)
                .format(event(
                        Level.INFO,
                        "Started syncing rollout",
                        new KeyValuePair("rollout", "web"),
                        new KeyValuePair("why", "say \"now\"\nplease"),
                        new KeyValuePair("nothing", "")));
        assertThat(line)
                .isEqualTo("time=2026-01-02T03:04:05.678Z level=info msg=\"Started syncing rollout\" rollout=web"
                        + " why=\"say \\\"now\\\"\\nplease\" nothing=\"\"\n");
    }

    @Test
    void jsonHasThePeersKeys() {
        var line = new LogLine(true).format(event(Level.WARN, "Slow", new KeyValuePair("time_ms", 12)));
        assertThat(line).endsWith("}\n");
        Json read = Json.parse(line);
        assertThat(read.members().keySet()).containsExactly("time", "level", "msg", "time_ms");
        assertThat(read.get("level")).isEqualTo(Json.of("warning"));
    }
}
