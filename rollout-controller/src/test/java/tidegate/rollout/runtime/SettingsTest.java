package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {
    /** 300 updates at once need 6,600 writes: at 40 a second they take three minutes (ADR 12). */
    @Test
    void byDefaultCallsAreLimitedByHowManyAreUnderWayAndNotByTheSecond() {
        Settings settings = bound(Map.of());
        assertThat(settings.client().qps()).isZero();
        assertThat(settings.pace().workers()).isEqualTo(128);
        assertThat(settings.pace().events()).isEqualTo(100_000);
    }

    @Test
    void aLimitThatIsGivenCounts() {
        Settings settings = bound(Map.of("tidegate.client.qps", "5.5", "tidegate.client.burst", "7"));
        assertThat(settings.client().qps()).isEqualTo(5.5f);
        assertThat(settings.client().burst()).isEqualTo(7);
    }

    @Test
    void aLimitBelowNothingIsRefused() {
        assertThatThrownBy(() -> bound(Map.of("tidegate.client.qps", "-1")))
                .isInstanceOf(BindException.class)
                .hasRootCauseMessage("tidegate.client.qps: -1.0 (expected: 0 or more)");
    }

    private static Settings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("tidegate", Settings.class);
    }
}
