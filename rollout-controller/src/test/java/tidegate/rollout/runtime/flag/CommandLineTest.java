package tidegate.rollout.runtime.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CommandLineTest {
    record Case(String why, List<String> arguments, Map<String, String> properties) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case("a value after a space", List.of("--instance-id", "a"), Map.of("tidegate.scope.instance-id", "a")),
            new Case("a value after =", List.of("--instance-id=a"), Map.of("tidegate.scope.instance-id", "a")),
            new Case("an empty value", List.of("--instance-id="), Map.of("tidegate.scope.instance-id", "")),
            new Case("a value with = in it", List.of("--token=a=b"), Map.of("tidegate.kubeconfig.token", "a=b")),
            new Case("a bare boolean is true", List.of("--namespaced"), Map.of("tidegate.scope.namespaced", "true")),
            new Case(
                    "a boolean switched off",
                    List.of("--leader-elect=false"),
                    Map.of("tidegate.leader-election.enabled", "false")),
            new Case(
                    "Go's other spellings of false",
                    List.of("--leader-elect=F"),
                    Map.of("tidegate.leader-election.enabled", "false")),
            new Case(
                    "a bare boolean before another flag",
                    List.of("--leader-elect", "--qps", "5.5"),
                    Map.of("tidegate.leader-election.enabled", "true", "tidegate.client.qps", "5.5")),
            new Case(
                    "of repeats the last counts",
                    List.of("--burst=1", "--burst", "2"),
                    Map.of("tidegate.client.burst", "2")),
            new Case(
                    "of repeated booleans the last counts",
                    List.of("--leader-elect", "--leader-elect=false"),
                    Map.of("tidegate.leader-election.enabled", "false")),
            new Case(
                    "lists add up",
                    List.of("--as-group=a", "--as-group", "b"),
                    Map.of("tidegate.kubeconfig.as-groups", "a,b")),
            new Case("the peer's spelling", List.of("--metricsPort=1"), Map.of("tidegate.metrics.port", "1")),
            new Case("its older alias", List.of("--metricsport", "1"), Map.of("tidegate.metrics.port", "1")),
            new Case("a short flag", List.of("-n", "team"), Map.of("tidegate.scope.namespace", "team")),
            new Case("a short flag with =", List.of("-n=team"), Map.of("tidegate.scope.namespace", "team")),
            new Case("a short flag with its value", List.of("-nteam"), Map.of("tidegate.scope.namespace", "team")),
            new Case("seconds", List.of("--rollout-resync", "900"), Map.of("tidegate.pace.resync", "900s")),
            new Case(
                    "a Go duration of two parts",
                    List.of("--leader-election-lease-duration=1m30s"),
                    Map.of("tidegate.leader-election.lease-duration", "PT1M30S")),
            new Case(
                    "a Go duration with a fraction",
                    List.of("--leader-election-retry-period=.5s"),
                    Map.of("tidegate.leader-election.retry-period", "PT0.5S")),
            new Case(
                    "a timeout in bare seconds",
                    List.of("--request-timeout=9"),
                    Map.of("tidegate.client.request-timeout", "9s")),
            new Case("a level in capitals", List.of("--loglevel=Debug"), Map.of("tidegate.log.level", "DEBUG")),
            new Case("an unknown format is text", List.of("--logformat=logrus"), Map.of("tidegate.log.format", "text")),
            new Case("a format in capitals", List.of("--logformat=JSON"), Map.of("tidegate.log.format", "json")),
            new Case("nothing", List.of(), Map.of()));

    @ParameterizedTest
    @FieldSource("cases")
    void readsFlagsInThePeersSyntax(Case c) {
        CommandLine read = CommandLine.parse(c.arguments().toArray(String[]::new));
        assertThat(read.properties()).isEqualTo(c.properties());
        assertThat(read.ask()).isEqualTo(CommandLine.Ask.RUN);
    }

    record Bad(String why, List<String> arguments, String message) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Bad> refused = List.of(
            new Bad("unknown", List.of("--no-such-flag"), "unknown flag: --no-such-flag"),
            new Bad("unknown, with a value", List.of("--no-such-flag=1"), "unknown flag: --no-such-flag=1"),
            new Bad("unknown, after a bare boolean", List.of("--leader-elect", "--nope"), "unknown flag: --nope"),
            new Bad("unknown, short", List.of("-x"), "unknown flag: -x"),
            new Bad(
                    "an argument after a bare boolean",
                    List.of("--leader-elect", "false"),
                    "unexpected argument: false"),
            new Bad("an argument", List.of("serve"), "unexpected argument: serve"),
            new Bad("no number", List.of("--burst", "many"), "--burst: \"many\" (expected: a whole number)"),
            new Bad(
                    "no duration",
                    List.of("--leader-election-retry-period=5"),
                    "--leader-election-retry-period: \"5\" (expected: a duration such as 15s or 1m30s)"),
            new Bad("no boolean", List.of("--namespaced=yes"), "--namespaced: \"yes\" (expected: true or false)"),
            new Bad(
                    "no level",
                    List.of("--loglevel=loud"),
                    "--loglevel: \"loud\" (expected: trace, debug, info, warn, error, fatal or panic)"));

    @ParameterizedTest
    @FieldSource("refused")
    void refusesInOneLine(Bad c) {
        assertThatThrownBy(() -> CommandLine.parse(c.arguments().toArray(String[]::new)))
                .isInstanceOf(CommandLine.BadFlag.class)
                .hasMessage(c.message());
    }

    @Test
    void aMissingValueIsOneLine() {
        assertThatThrownBy(() -> CommandLine.parse("--qps"))
                .isInstanceOf(CommandLine.BadFlag.class)
                .message()
                .contains("--qps")
                .doesNotContain("\n");
    }

    @Test
    void springPropertiesPassThrough() {
        var read = CommandLine.parse("--tidegate.pace.workers=3", "--qps=1", "--logging.level.tidegate=DEBUG");
        assertThat(read.spring()).containsExactly("--tidegate.pace.workers=3", "--logging.level.tidegate=DEBUG");
        assertThat(read.properties()).containsOnlyKeys("tidegate.client.qps");
    }

    @Test
    void flagsOfLaterVersionsAreAcceptedAndNamed() {
        var read = CommandLine.parse(
                "--istio-api-version=v1",
                "--alb-ingress-classes",
                "a",
                "--alb-ingress-classes",
                "b",
                "--alb-verify-weight");
        assertThat(read.withoutEffect())
                .containsExactlyInAnyOrder("--istio-api-version", "--alb-ingress-classes", "--aws-verify-target-group");
        assertThat(read.properties()).isEmpty();
    }

    @Test
    void asksForTheVersionAndForHelp() {
        assertThat(CommandLine.parse("--version").ask()).isEqualTo(CommandLine.Ask.VERSION);
        assertThat(CommandLine.parse("--help").ask()).isEqualTo(CommandLine.Ask.HELP);
        assertThat(CommandLine.help()).contains("--leader-elect ").contains("tidegate.client.qps");
    }

    @Test
    void noTwoFlagsShareANameOrAProperty() {
        assertThat(Flag.ALL.stream().flatMap(flag -> flag.names().stream())).doesNotHaveDuplicates();
        assertThat(Flag.ALL.stream().flatMap(flag -> flag.properties().stream()))
                .doesNotHaveDuplicates();
    }
}
