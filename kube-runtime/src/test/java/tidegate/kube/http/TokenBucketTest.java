package tidegate.kube.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstPassesAndTheRestIsSpacedEvenly() {
        var bucket = new TokenBucket(10, 3, 0);
        for (int i = 0; i < 3; i++) assertThat(bucket.reserve(0)).isZero();
        assertThat(bucket.reserve(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(bucket.reserve(0)).isEqualTo(Duration.ofMillis(200));
        assertThat(bucket.reserve(SECOND)).as("800 ms of tokens were saved up").isZero();
    }

    @Test
    void aRestSavesUpNoMoreThanTheBurst() {
        var bucket = new TokenBucket(10, 3, 0);
        for (int i = 0; i < 3; i++) assertThat(bucket.reserve(3600 * SECOND)).isZero();
        assertThat(bucket.reserve(3600 * SECOND)).isPositive();
    }

    @Test
    void withoutARateNobodyWaits() {
        var bucket = new TokenBucket(0, 0, 0);
        for (int i = 0; i < 1000; i++) assertThat(bucket.reserve(0)).isZero();
    }
}
