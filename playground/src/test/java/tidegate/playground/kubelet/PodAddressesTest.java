package tidegate.playground.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class PodAddressesTest {
    private final PodAddresses addresses = new PodAddresses();

    @Test
    void noTwoPodsShareAnAddress() {
        var leased = new HashSet<String>();
        for (int pod = 0; pod < 2_000; pod++) leased.add(addresses.lease("pod-" + pod));

        assertThat(leased).hasSize(2_000).allMatch(address -> address.startsWith("10."));
    }

    @Test
    void anAddressFoundOnAPodIsKeptAndNotGivenAway() {
        assertThat(addresses.keep("10.128.0.1", "old")).isTrue();
        assertThat(addresses.keep("10.128.0.1", "another")).isFalse();
        assertThat(addresses.lease("new")).isEqualTo("10.128.0.2");
    }

    @Test
    void aReleasedAddressIsNotUsedAgainSoon() {
        String first = addresses.lease("one");
        addresses.release(first, "one");

        assertThat(addresses.lease("two")).isNotEqualTo(first);
    }
}
