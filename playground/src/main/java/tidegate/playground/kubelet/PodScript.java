package tidegate.playground.kubelet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tidegate.api.json.Json;

/**
 * What a pod will do, read once from its spec and annotations: pure, and the same for as long as the spec is.
 *
 * @param evictAfter from the pod's start
 */
record PodScript(
        List<ContainerScript> inits,
        List<ContainerScript> containers,
        RestartPolicy restartPolicy,
        Optional<Duration> evictAfter) {

    static final String PREFIX = "playground.tidegate.io/";

    enum RestartPolicy {
        ALWAYS,
        ON_FAILURE,
        NEVER
    }

    static PodScript read(Json pod, NodeTimings timings) {
        RestartPolicy policy = switch (pod.at("spec", "restartPolicy").stringOrEmpty()) {
            case "OnFailure" -> RestartPolicy.ON_FAILURE;
            case "Never" -> RestartPolicy.NEVER;
            default -> RestartPolicy.ALWAYS;
        };
        Map<String, String> annotations = pod.at("metadata", "annotations").strings();
        return new PodScript(
                pod.at("spec", "initContainers").elements().stream()
                        .map(container -> new Reader(container, true, policy, annotations, timings).read())
                        .toList(),
                pod.at("spec", "containers").elements().stream()
                        .map(container -> new Reader(container, false, policy, annotations, timings).read())
                        .toList(),
                policy,
                Optional.ofNullable(annotations.get(PREFIX + "evict-after")).flatMap(DurationText::parse));
    }

    /** Whether an ordinary container that ends with a code is started again. */
    boolean restartsAfter(int exitCode) {
        return switch (restartPolicy) {
            case ALWAYS -> true;
            case ON_FAILURE -> exitCode != 0;
            case NEVER -> false;
        };
    }

    /** Reads one container; gathers what it cannot read. */
    private static final class Reader {
        private final Json container;
        private final boolean init;
        private final RestartPolicy podPolicy;
        private final Map<String, String> annotations;
        private final NodeTimings timings;
        private final ImageName image;
        private final List<String> problems = new ArrayList<>();

        Reader(
                Json container,
                boolean init,
                RestartPolicy podPolicy,
                Map<String, String> annotations,
                NodeTimings timings) {
            this.container = container;
            this.init = init;
            this.podPolicy = podPolicy;
            this.annotations = annotations;
            this.timings = timings;
            this.image = new ImageName(container.get("image").stringOrEmpty());
        }

        ContainerScript read() {
            boolean sidecar =
                    init && container.get("restartPolicy").stringOrEmpty().equals("Always");
            return new ContainerScript(
                    container.get("name").stringOrEmpty(),
                    image.text(),
                    !image.isMissing(),
                    duration("pull-takes").orElse(timings.pull()),
                    duration("start-takes").orElse(timings.start()),
                    readyAfter(),
                    duration("not-ready-after"),
                    ending(sidecar),
                    sidecar,
                    preStop(),
                    duration("stop-takes").orElse(timings.stop()),
                    problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)));
        }

        private Optional<Duration> readyAfter() {
            if (wish("ready-after").filter("never"::equals).isPresent()) return Optional.empty();
            var wished = duration("ready-after");
            if (wished.isPresent()) return wished;
            if (image.crashes()) return Optional.empty();
            Duration own = image.isSlow() ? timings.slowReady() : timings.ready();
            return Optional.of(own.plus(probeDelay("startupProbe")).plus(probeDelay("readinessProbe")));
        }

        /** The startup probe must be through before readiness is asked, so their delays add up. */
        private Duration probeDelay(String probe) {
            Json found = container.get(probe);
            if (!found.isObject()) return Duration.ZERO;
            int delay = found.get("initialDelaySeconds").integer().orElse(0);
            int further = found.get("successThreshold").integer().orElse(1) - 1;
            int period = found.get("periodSeconds").integer().orElse(10);
            return Duration.ofSeconds(delay + (long) further * period);
        }

        private Optional<ShellLine.Ending> ending(boolean sidecar) {
            OptionalInt code = exitCode();
            var failure = duration("fail-after").map(after -> new ShellLine.Ending(after, code.orElse(1)));
            var exit = duration("exit-after").map(after -> new ShellLine.Ending(after, code.orElse(0)));
            var crash = image.crashes()
                    ? Optional.of(new ShellLine.Ending(timings.crash(), code.orElse(1)))
                    : Optional.<ShellLine.Ending>empty();
            return Stream.of(failure, exit, crash, commandEnding(code), silentEnding(sidecar, code))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private Optional<ShellLine.Ending> commandEnding(OptionalInt code) {
            return ShellLine.endingOf(words())
                    .map(known -> new ShellLine.Ending(known.after(), code.orElse(known.exitCode())));
        }

        /** What is meant to end does, even where we cannot tell what it works on. */
        private Optional<ShellLine.Ending> silentEnding(boolean sidecar, OptionalInt code) {
            boolean meantToEnd = init ? !sidecar : podPolicy != RestartPolicy.ALWAYS;
            if (!meantToEnd) return Optional.empty();
            Duration after = init ? timings.start() : timings.job();
            return Optional.of(new ShellLine.Ending(after, code.orElse(0)));
        }

        private List<String> words() {
            return Stream.of("command", "args")
                    .flatMap(member -> container.get(member).elements().stream())
                    .map(Json::stringOrEmpty)
                    .toList();
        }

        private Duration preStop() {
            Json hook = container.at("lifecycle", "preStop");
            var seconds = hook.at("sleep", "seconds").integer();
            if (seconds.isPresent()) return Duration.ofSeconds(seconds.getAsInt());
            var command = hook.at("exec", "command").elements().stream()
                    .map(Json::stringOrEmpty)
                    .toList();
            return ShellLine.endingOf(command).map(ShellLine.Ending::after).orElse(Duration.ZERO);
        }

        private OptionalInt exitCode() {
            var wished = wish("exit-code");
            if (wished.isEmpty()) return OptionalInt.empty();
            if (wished.get().matches("\\d{1,3}") && Integer.parseInt(wished.get()) <= 255)
                return OptionalInt.of(Integer.parseInt(wished.get()));
            problems.add(problem("exit-code", wished.get(), "0 to 255"));
            return OptionalInt.empty();
        }

        private Optional<Duration> duration(String what) {
            var wished = wish(what).filter(text -> !(what.equals("ready-after") && text.equals("never")));
            var read = wished.flatMap(DurationText::parse);
            if (wished.isPresent() && read.isEmpty())
                problems.add(problem(what, wished.get(), "a duration such as 500ms, 3s, 1m30s"));
            return read;
        }

        private Optional<String> wish(String what) {
            String named = PREFIX + what + "." + container.get("name").stringOrEmpty();
            return Optional.ofNullable(annotations.get(named))
                    .or(() -> init ? Optional.empty() : Optional.ofNullable(annotations.get(PREFIX + what)));
        }

        private static String problem(String what, String value, String expected) {
            return "annotation " + PREFIX + what + ": \"" + value + "\" (expected: " + expected + ")";
        }
    }
}
