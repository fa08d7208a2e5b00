package tidegate.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.value.GoDuration;
import tidegate.api.value.MalformedValueException;
import tidegate.api.wire.AnalysisPhase;

/** A line of {@code list experiments}. */
public final class ExperimentRow {
    public static final List<ListTable.Column> COLUMNS = List.of(
            new ListTable.Column("NAME", 10),
            new ListTable.Column("STATUS", 6),
            new ListTable.Column("DURATION", 8),
            new ListTable.Column("REMAINING", 9),
            new ListTable.Column("AGE", 3));

    private ExperimentRow() {}

    /** One cell per column; ages are measured up to {@code now}. */
    public static List<String> cells(Json json, Instant now) {
        var experiment = new ClusterObject(json);
        String phase = experiment.status().get("phase").stringOrEmpty();
        Optional<Duration> duration = duration(experiment.spec().get("duration"));
        return List.of(
                experiment.name(),
                phase,
                duration.map(Age::text).orElse("-"),
                duration.flatMap(whole -> remaining(experiment, phase, whole, now))
                        .map(Age::text)
                        .orElse("-"),
                Age.of(experiment.createdAt(), now));
    }

    private static Optional<Duration> duration(Json text) {
        try {
            return text.string().filter(value -> !value.isEmpty()).map(GoDuration::parse);
        } catch (MalformedValueException _) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> remaining(ClusterObject experiment, String phase, Duration whole, Instant now) {
        boolean isCompleted =
                AnalysisPhase.ofWire(phase).map(AnalysisPhase::isCompleted).orElse(false);
        if (isCompleted) return Optional.empty();
        return ClusterObject.time(experiment.status().get("availableAt"))
                .map(start -> Duration.between(now, start.plus(whole)))
                .filter(Duration::isPositive);
    }
}
