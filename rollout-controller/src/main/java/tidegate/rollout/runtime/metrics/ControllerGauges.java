package tidegate.rollout.runtime.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Strategy;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.Reasons;

/** What the controller is and sees now: read when somebody asks. Names and labels are the peer's. */
public final class ControllerGauges {
    private static final String DEPRECATED = "rollout_phase";
    private static final List<String> DEPRECATED_PHASES =
            List.of("Completed", "Progressing", "Paused", "Timeout", "Error", "Abort");

    private final List<Family> all;

    /**
     * Gauges of one controller.
     *
     * @param version of this build
     * @param rollouts as the caches have them now
     * @param depths keys that wait for a pass, by queue
     * @param isLeader whether this process may write
     * @param deprecated whether {@code rollout_phase} is there: six series for each Rollout
     */
    public ControllerGauges(
            String version,
            Supplier<List<Rollout>> rollouts,
            Supplier<Map<String, Integer>> depths,
            Supplier<Boolean> isLeader,
            boolean deprecated) {
        var families = List.of(
                constant("argo_rollouts_controller_info", "Running controller.", Map.of("version", version)),
                buildInfo(version),
                gauge("tidegate_leader", "1 while this process may write.", () -> isLeader.get() ? 1.0 : 0.0),
                info(rollouts),
                replicas("available", rollouts),
                replicas("unavailable", rollouts),
                replicas("desired", rollouts),
                replicas("updated", rollouts),
                phase(rollouts),
                new Family.Gauge(
                        "workqueue_depth",
                        "Keys that wait for a pass, by queue.",
                        List.of("name"),
                        () -> depths.get().entrySet().stream()
                                .collect(Collectors.toMap(
                                        entry -> List.of(entry.getKey()),
                                        entry -> entry.getValue().doubleValue()))));
        all = families.stream()
                .filter(family -> deprecated || !family.name().equals(DEPRECATED))
                .toList();
    }

    /** All of them in Prometheus' text format 0.0.4. */
    public String text() {
        var out = new Exposition();
        for (Family family : all) family.writeTo(out);
        return out.toString();
    }

    private static Family gauge(String name, String help, Supplier<Double> value) {
        return new Family.Gauge(name, help, List.of(), () -> Map.of(List.of(), value.get()));
    }

    private static Family constant(String name, String help, Map<String, String> labels) {
        var names = labels.keySet().stream().sorted().toList();
        var values = names.stream().map(key -> String.valueOf(labels.get(key))).toList();
        return new Family.Gauge(name, help, names, () -> Map.of(values, 1.0));
    }

    /** Labels are the peer's; the runtime's version stands where its dashboards look for Go's. */
    private static Family buildInfo(String version) {
        return constant(
                "build_info",
                "A metric with a constant '1' value labeled by version from which the controller was built.",
                Map.of(
                        "version",
                        version,
                        "goversion",
                        "java" + Runtime.version().feature(),
                        "goarch",
                        System.getProperty("os.arch", ""),
                        "commit",
                        ""));
    }

    private static Family info(Supplier<List<Rollout>> rollouts) {
        return new Family.Gauge(
                "rollout_info",
                "Information about rollout.",
                List.of("namespace", "name", "strategy", "traffic_router", "phase"),
                () -> {
                    var series = new HashMap<List<String>, Double>();
                    for (Rollout rollout : rollouts.get())
                        series.put(
                                List.of(rollout.namespace(), rollout.name(), strategy(rollout), "", phaseOf(rollout)),
                                1.0);
                    return series;
                });
    }

    private static Family replicas(String which, Supplier<List<Rollout>> rollouts) {
        return new Family.Gauge(
                "rollout_info_replicas_" + which,
                "The number of " + which + " replicas per rollout.",
                List.of("namespace", "name"),
                () -> {
                    var series = new HashMap<List<String>, Double>();
                    for (Rollout rollout : rollouts.get())
                        series.put(List.of(rollout.namespace(), rollout.name()), (double) replicas(which, rollout));
                    return series;
                });
    }

    private static int replicas(String which, Rollout rollout) {
        var status = rollout.status();
        return switch (which) {
            case "available" -> status.availableReplicas();
            case "unavailable" -> status.replicas() - status.availableReplicas();
            case "desired" -> rollout.spec().replicas();
            case "updated" -> status.updatedReplicas();
            default -> throw new IllegalArgumentException("replicas: " + which);
        };
    }

    private static Family phase(Supplier<List<Rollout>> rollouts) {
        return new Family.Gauge(
                DEPRECATED,
                "Information on the state of the rollout (deprecated: use rollout_info).",
                List.of("namespace", "name", "strategy", "phase"),
                () -> {
                    var series = new HashMap<List<String>, Double>();
                    for (Rollout rollout : rollouts.get())
                        for (String phase : DEPRECATED_PHASES)
                            series.put(
                                    List.of(rollout.namespace(), rollout.name(), strategy(rollout), phase),
                                    phase.equals(phaseOf(rollout)) ? 1.0 : 0.0);
                    return series;
                });
    }

    private static String strategy(Rollout rollout) {
        return switch (rollout.spec().strategy()) {
            case Strategy.Canary _ -> "canary";
            case Strategy.BlueGreen _ -> "blueGreen";
            case Strategy.Unspecified _ -> "none";
        };
    }

    /** The word that the peer's metrics have for it, which is not {@code status.phase}. */
    private static String phaseOf(Rollout rollout) {
        if (rollout.status().condition(ConditionType.INVALID_SPEC).isPresent()) return "InvalidSpec";
        String reason = rollout.status()
                .condition(ConditionType.PROGRESSING)
                .map(Condition::reason)
                .orElse("");
        return switch (reason) {
            case Reasons.NEW_REPLICA_SET_AVAILABLE -> "Completed";
            case Reasons.PAUSED -> "Paused";
            case Reasons.REPLICA_SET_CREATE_ERROR -> "Error";
            case Reasons.PROGRESS_DEADLINE_EXCEEDED -> "Timeout";
            case Reasons.ABORTED -> "Abort";
            default -> "Progressing";
        };
    }
}
