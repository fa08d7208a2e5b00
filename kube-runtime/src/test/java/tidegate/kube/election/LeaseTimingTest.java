package tidegate.kube.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LeaseTimingTest {
    record Case(String why, int leaseMillis, int renewMillis, int retryMillis, String message) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> refused = List.of(
            new Case("renewing as long as the lease lasts", 10_000, 10_000, 2_000, "renew deadline: PT10S"),
            new Case("no second attempt before the deadline", 15_000, 2_400, 2_000, "1.2 times the retry period"),
            new Case("no pause between attempts", 15_000, 10_000, 0, "retry period: PT0S"),
            new Case("a lease that the wire cannot carry", 900, 800, 100, "lease duration: PT0.9S"));

    @ParameterizedTest
    @FieldSource("refused")
    void refusesTimesThatCannotWork(Case c) {
        assertThatThrownBy(() -> new LeaseTiming(
                        Duration.ofMillis(c.leaseMillis()),
                        Duration.ofMillis(c.renewMillis()),
                        Duration.ofMillis(c.retryMillis())))
                .hasMessageContaining(c.message())
                .hasMessageContaining("expected");
    }

    @Test
    void theDefaultLeavesTimeForTwoAttempts() {
        assertThat(LeaseTiming.DEFAULT.callTimeout()).isEqualTo(Duration.ofSeconds(5));
    }
}
