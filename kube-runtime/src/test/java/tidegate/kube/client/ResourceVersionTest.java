package tidegate.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ResourceVersionTest {
    record Case(String why, String left, String right, boolean atLeast, boolean older) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case("the same", "10", "10", true, false),
            new Case("longer numbers are larger", "100", "99", true, false),
            new Case("shorter numbers are smaller", "99", "100", false, true),
            new Case("beyond 64 bits", "18446744073709551617", "18446744073709551616", true, false),
            new Case("what is no number is not recent enough", "abc", "10", false, false),
            new Case("nor is anything recent enough for it", "10", "abc", false, false),
            new Case("unless it is exactly that", "abc", "abc", true, false),
            new Case("a leading zero is no number", "010", "9", false, false),
            new Case("nothing is known before the first list", "", "10", false, false),
            new Case("an unknown version is never reached", "10", "", false, false),
            new Case("not even by another unknown", "", "", false, false));

    @ParameterizedTest
    @FieldSource("cases")
    void comparesOnlyWhatCanBeCompared(Case c) {
        var left = new ResourceVersion(c.left());
        var right = new ResourceVersion(c.right());
        assertThat(left.isAtLeast(right)).isEqualTo(c.atLeast());
        assertThat(left.isOlderThan(right)).isEqualTo(c.older());
    }
}
