package tidegate.playground.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.playground.kubelet.ShellLine.Ending;

class ShellLineTest {
    record Case(String why, List<String> words, Optional<Ending> ending) {
        @Override
        public String toString() {
            return why;
        }
    }

    private static Case ends(String why, int millis, int code, String... words) {
        return new Case(why, List.of(words), Optional.of(new Ending(Duration.ofMillis(millis), code)));
    }

    private static Case unknown(String why, String... words) {
        return new Case(why, List.of(words), Optional.empty());
    }

    static final List<Case> cases = List.of(
            ends("a plain sleep", 3_000, 0, "sleep", "3"),
            ends("by its full path", 0, 1, "/bin/false"),
            ends("fractions and units", 90_500, 0, "sh", "-c", "sleep 1m; sleep 30.5s"),
            ends("exit ends it", 2_000, 7, "/bin/sh", "-c", "echo start; sleep 2; exit 7; sleep 9"),
            ends("exit without a code gives the last one", 0, 1, "sh", "-c", "false; exit"),
            ends("and-lists stop at a failure", 0, 1, "sh", "-c", "false && sleep 5 && exit 0"),
            ends("lines count like semicolons", 1_000, 0, "bash", "-c", "sleep 1\ntrue\n"),
            unknown("no command at all"),
            unknown("a program we do not know", "./server", "--port", "80"),
            unknown("it never ends", "sleep", "infinity"),
            unknown("or-lists are beyond us", "sh", "-c", "false || exit 3"));

    @ParameterizedTest
    @FieldSource("cases")
    void tellsHowACommandEnds(Case c) {
        assertThat(ShellLine.endingOf(c.words())).isEqualTo(c.ending());
    }
}
