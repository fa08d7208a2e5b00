package tidegate.kube.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(5), Duration.ofSeconds(10));

    @Test
    void doublesUpToItsCap() {
        assertThat(backoff.afterFailure(1)).isEqualTo(Duration.ofMillis(5));
        assertThat(backoff.afterFailure(2)).isEqualTo(Duration.ofMillis(10));
        assertThat(backoff.afterFailure(11)).isEqualTo(Duration.ofMillis(5120));
        assertThat(backoff.afterFailure(12)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void neverShrinksAndNeverPassesItsCapHoweverOftenItFails() {
        for (int failure = 1; failure < 2_000; failure++)
            assertThat(backoff.afterFailure(failure + 1))
                    .isGreaterThanOrEqualTo(backoff.afterFailure(failure))
                    .isLessThanOrEqualTo(backoff.cap());
        assertThat(backoff.afterFailure(Integer.MAX_VALUE)).isEqualTo(backoff.cap());
    }

    @Test
    void refusesACapBelowTheFirstWait() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("PT2S")
                .hasMessageContaining("expected");
    }
}
