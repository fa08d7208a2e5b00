package tidegate.simulator.episode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tidegate.api.json.Json;

/** Makes a failing scenario smaller while it still fails in the same way. */
public final class Shrinking {
    private static final int MOST_TRIALS = 2000;
    private static final List<List<String>> OPTIONS = List.of(
            List.of("spec", "minReadySeconds"),
            List.of("spec", "progressDeadlineAbort"),
            List.of("spec", "revisionHistoryLimit"),
            List.of("spec", "rollbackWindow"),
            List.of("spec", "strategy", "canary", "steps"),
            List.of("spec", "strategy", "canary", "canaryService"),
            List.of("spec", "strategy", "canary", "stableService"),
            List.of("spec", "strategy", "canary", "canaryMetadata"),
            List.of("spec", "strategy", "canary", "stableMetadata"),
            List.of("spec", "strategy", "blueGreen", "previewService"),
            List.of("spec", "strategy", "blueGreen", "previewReplicaCount"),
            List.of("spec", "strategy", "blueGreen", "autoPromotionEnabled"),
            List.of("spec", "strategy", "blueGreen", "autoPromotionSeconds"),
            List.of("spec", "strategy", "blueGreen", "scaleDownDelaySeconds"),
            List.of("spec", "strategy", "blueGreen", "scaleDownDelayRevisionLimit"),
            List.of("spec", "strategy", "blueGreen", "abortScaleDownDelaySeconds"),
            List.of("spec", "strategy", "blueGreen", "previewMetadata"),
            List.of("spec", "strategy", "blueGreen", "activeMetadata"),
            List.of("spec", "strategy", "canary", "maxSurge"),
            List.of("spec", "strategy", "canary", "maxUnavailable"));

    private final Function<Scenario, Optional<String>> play;
    private final String failure;
    private int trials;

    private Shrinking(Function<Scenario, Optional<String>> play, String failure) {
        this.play = play;
        this.failure = kindOf(failure);
    }

    /** @param play what fails in a scenario, in words; empty if nothing does */
    public static Scenario of(Scenario failing, Function<Scenario, Optional<String>> play) {
        return play.apply(failing)
                .map(failure -> new Shrinking(play, failure).shrunk(failing))
                .orElse(failing);
    }

    /** Names and numbers may change, the sentence may not. */
    private static String kindOf(String failure) {
        return failure.replaceAll("demo-\\S+|[0-9][0-9a-zA-Z:.-]*|\\[.*", "#");
    }

    private Scenario shrunk(Scenario failing) {
        Scenario best = failing;
        for (Optional<Scenario> next = Optional.of(failing); next.isPresent(); next = smaller(best)) best = next.get();
        return best;
    }

    private Optional<Scenario> smaller(Scenario from) {
        return Stream.of(withoutHappenings(from), withFairerWeather(from), withoutOptions(from))
                .flatMap(List::stream)
                .filter(candidate -> trials++ < MOST_TRIALS)
                .filter(candidate -> play.apply(candidate)
                        .filter(what -> kindOf(what).equals(failure))
                        .isPresent())
                .findFirst();
    }

    /** Halves first, then one by one. */
    private static List<Scenario> withoutHappenings(Scenario from) {
        var all = new ArrayList<Scenario>();
        var happenings = from.happenings();
        int size = happenings.size();
        if (size > 3) {
            all.add(from.with(happenings.subList(0, size / 2)));
            all.add(from.with(happenings.subList(size / 2, size)));
        }
        for (int i = 0; i < size; i++) {
            var fewer = new ArrayList<>(happenings);
            fewer.remove(i);
            all.add(from.with(fewer));
        }
        return all;
    }

    private static List<Scenario> withFairerWeather(Scenario from) {
        return from.weather().fairer().stream().map(from::with).toList();
    }

    private static List<Scenario> withoutOptions(Scenario from) {
        return OPTIONS.stream()
                .filter(path -> !from.rollout().at(path.toArray(String[]::new)).isMissing())
                .map(path -> from.with(from.rollout().withAt(path, Json.MISSING)))
                .toList();
    }
}
