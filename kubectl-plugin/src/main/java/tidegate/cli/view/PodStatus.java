package tidegate.cli.view;

import static tidegate.cli.view.ClusterObject.count;

import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;

/**
 * Status word and readiness of a pod, as kubectl tells them.
 *
 * @param word e.g. {@code Running}, {@code Init:0/1}, {@code CrashLoopBackOff}
 * @param ready containers that are ready, of {@code containers}
 */
record PodStatus(String word, int ready, int containers, int restarts) {
    private static final String COMPLETED = "Completed";
    private static final String RUNNING = "Running";

    static PodStatus of(ClusterObject pod) {
        List<Json> statuses = pod.status().get("containerStatuses").elements();
        return new PodStatus(
                word(pod, statuses),
                (int) statuses.stream().filter(PodStatus::isServing).count(),
                pod.spec().get("containers").size(),
                restarts(pod, statuses));
    }

    private static boolean isServing(Json container) {
        return container.get("ready").isTrue()
                && !container.at("state", "running").isNullOrMissing();
    }

    String info() {
        return "ready:" + ready + "/" + containers + (restarts > 0 ? ",restarts:" + restarts : "");
    }

    private static String word(ClusterObject pod, List<Json> statuses) {
        String reason = pod.status().get("reason").stringOrEmpty();
        if (!pod.meta().get("deletionTimestamp").isNullOrMissing())
            return reason.equals("NodeLost") ? "Unknown" : "Terminating";
        String general = reason.isEmpty() ? pod.status().get("phase").stringOrEmpty() : reason;
        return initWord(pod).orElseGet(() -> containerWord(statuses, general));
    }

    /** The first init container that holds the pod back. */
    private static Optional<String> initWord(ClusterObject pod) {
        List<Json> inits = pod.status().get("initContainerStatuses").elements();
        int total = pod.spec().get("initContainers").size();
        for (int i = 0; i < inits.size(); i++) {
            Json init = inits.get(i);
            if (!isDone(init) && !isSidecarUp(pod, init)) return Optional.of("Init:" + initState(init, i, total));
        }
        return Optional.empty();
    }

    private static boolean isDone(Json init) {
        Json ended = init.at("state", "terminated");
        return !ended.isNullOrMissing() && count(ended.get("exitCode")) == 0;
    }

    private static boolean isSidecarUp(ClusterObject pod, Json init) {
        boolean restarts = pod.spec().get("initContainers").elements().stream()
                .filter(container -> container.get("name").equals(init.get("name")))
                .anyMatch(container ->
                        container.get("restartPolicy").stringOrEmpty().equals("Always"));
        return restarts && init.get("started").isTrue() && init.get("ready").isTrue();
    }

    private static String initState(Json init, int index, int total) {
        Json ended = init.at("state", "terminated");
        String waiting = init.at("state", "waiting", "reason").stringOrEmpty();
        if (!ended.isNullOrMissing()) return endWord(ended);
        return waiting.isEmpty() || waiting.equals("PodInitializing") ? index + "/" + total : waiting;
    }

    /** What the first container that has something to say says; a completed one beside a running one is no news. */
    private static String containerWord(List<Json> statuses, String general) {
        String word = statuses.stream()
                .map(PodStatus::containerWord)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(general);
        boolean anyRuns = statuses.stream().anyMatch(PodStatus::isServing);
        return word.equals(COMPLETED) && anyRuns ? RUNNING : word;
    }

    private static Optional<String> containerWord(Json container) {
        String waiting = container.at("state", "waiting", "reason").stringOrEmpty();
        Json ended = container.at("state", "terminated");
        if (!waiting.isEmpty()) return Optional.of(waiting);
        return ended.isNullOrMissing() ? Optional.empty() : Optional.of(endWord(ended));
    }

    private static String endWord(Json ended) {
        String reason = ended.get("reason").stringOrEmpty();
        int signal = count(ended.get("signal"));
        if (!reason.isEmpty()) return reason;
        return signal != 0 ? "Signal:" + signal : "ExitCode:" + count(ended.get("exitCode"));
    }

    private static int restarts(ClusterObject pod, List<Json> statuses) {
        boolean isInitialising = initWord(pod).isPresent();
        List<Json> counted =
                isInitialising ? pod.status().get("initContainerStatuses").elements() : statuses;
        return counted.stream()
                .mapToInt(container -> count(container.get("restartCount")))
                .sum();
    }
}
