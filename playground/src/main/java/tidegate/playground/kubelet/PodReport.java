package tidegate.playground.kubelet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeTime;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.CrashBackOff;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Ended;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Idle;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.PullBackOff;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.PullFailed;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Pulling;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Refused;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Running;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Starting;
import tidegate.playground.kubelet.ContainerPlay.Run;

/**
 * Words a {@link PodPlay} at an instant as the status a kubelet would write. Pure.
 *
 * @param pod as last seen; its readiness gates and other people's conditions are read from it
 * @param before the conditions of the report before, for their transition times
 */
record PodReport(PodPlay play, Json pod, Address address, List<Json> before, Instant now) {

    record Address(String hostIp, String podIp) {}

    /** The conditions that are the node's own; all others belong to somebody else. */
    static final List<String> OWN_CONDITIONS =
            List.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

    /** Every field of {@code status} that is the node's, with its own conditions only. */
    Json status() {
        String phase = phase();
        return Json.object(
                "phase", phase,
                "conditions", conditions(phase),
                "reason", play.evictedAt().map(_ -> "Evicted"),
                "message", play.evictedAt().map(_ -> "The node was told to evict the pod after a time."),
                "hostIP", address.hostIp(),
                "hostIPs", Json.array(Json.object("ip", address.hostIp())),
                "podIP", ranBefore() ? Optional.of(address.podIp()) : Optional.empty(),
                "podIPs", ranBefore() ? Optional.of(Json.array(Json.object("ip", address.podIp()))) : Optional.empty(),
                "startTime", KubeTime.seconds(play.startedAt()),
                "initContainerStatuses", play.inits().isEmpty() ? Optional.empty() : Optional.of(initStatuses()),
                "containerStatuses", containerStatuses());
    }

    /** A pod has its address as soon as anything in it has run. */
    private boolean ranBefore() {
        return play.inits().stream().anyMatch(PodReport::hasRun)
                || play.containers().stream().anyMatch(PodReport::hasRun);
    }

    private static boolean hasRun(ContainerPlay play) {
        return play.isRunning() || play.last().isPresent();
    }

    // --- phase ---------------------------------------------------------------------------------------------------

    private String phase() {
        if (play.evictedAt().isPresent()) return "Failed";
        boolean succeeded = play.containers().stream()
                .allMatch(c -> c.finalRun().filter(Run::succeeded).isPresent());
        if (play.isOver() || play.isStopped()) return succeeded ? "Succeeded" : "Failed";
        boolean neverRan = play.containers().stream().anyMatch(c -> !hasRun(c));
        return !play.initialized() || neverRan ? "Pending" : "Running";
    }

    // --- conditions ----------------------------------------------------------------------------------------------

    private List<Json> conditions(String phase) {
        Verdict containersReady = containersReady(phase);
        return List.of(
                condition("PodReadyToStartContainers", Verdict.YES),
                condition("Initialized", initialized()),
                condition("Ready", containersReady.isTrue() ? gatesReady() : containersReady),
                condition("ContainersReady", containersReady),
                condition("PodScheduled", Verdict.YES));
    }

    private record Verdict(boolean isTrue, String reason, String message) {
        static final Verdict YES = new Verdict(true, "", "");

        static Verdict no(String reason, String message) {
            return new Verdict(false, reason, message);
        }
    }

    private Verdict initialized() {
        var incomplete = IntStream.range(0, play.inits().size())
                .filter(i -> !play.initPassed(i))
                .mapToObj(i -> play.script().inits().get(i).name())
                .toList();
        return incomplete.isEmpty()
                ? Verdict.YES
                : Verdict.no(
                        "ContainersNotInitialized",
                        "containers with incomplete status: [" + String.join(" ", incomplete) + "]");
    }

    private Verdict containersReady(String phase) {
        if (phase.equals("Succeeded")) return Verdict.no("PodCompleted", "");
        if (phase.equals("Failed")) return Verdict.no("PodFailed", "");
        var unready = IntStream.range(0, play.containers().size())
                .filter(i -> !play.isReady(i, now))
                .mapToObj(i -> play.script().containers().get(i).name())
                .toList();
        return unready.isEmpty()
                ? Verdict.YES
                : Verdict.no(
                        "ContainersNotReady", "containers with unready status: [" + String.join(" ", unready) + "]");
    }

    private Verdict gatesReady() {
        var closed = new ArrayList<String>();
        for (Json gate : pod.at("spec", "readinessGates").elements()) {
            String type = gate.get("conditionType").stringOrEmpty();
            Optional<String> status =
                    seenCondition(type).map(c -> c.get("status").stringOrEmpty());
            if (status.isEmpty())
                closed.add("corresponding condition of pod readiness gate \"" + type + "\" does not exist.");
            else if (!status.get().equals("True"))
                closed.add("the status of pod readiness gate \"" + type + "\" is not \"True\", but " + status.get());
        }
        return closed.isEmpty() ? Verdict.YES : Verdict.no("ReadinessGatesNotReady", String.join(", ", closed));
    }

    private Optional<Json> seenCondition(String type) {
        return pod.at("status", "conditions").elements().stream()
                .filter(c -> c.get("type").stringOrEmpty().equals(type))
                .findFirst();
    }

    private Json condition(String type, Verdict verdict) {
        String status = verdict.isTrue() ? "True" : "False";
        String since = before.stream()
                .filter(c -> c.get("type").stringOrEmpty().equals(type))
                .filter(c -> c.get("status").stringOrEmpty().equals(status))
                .findFirst()
                .flatMap(c -> c.get("lastTransitionTime").string())
                .orElse(KubeTime.seconds(now));
        return Json.object(
                "type", type,
                "status", status,
                "reason", verdict.reason().isEmpty() ? Optional.empty() : Optional.of(verdict.reason()),
                "message", verdict.message().isEmpty() ? Optional.empty() : Optional.of(verdict.message()),
                "lastTransitionTime", since);
    }

    // --- containers ----------------------------------------------------------------------------------------------

    private List<Json> initStatuses() {
        return IntStream.range(0, play.inits().size())
                .mapToObj(i -> {
                    ContainerScript script = play.script().inits().get(i);
                    ContainerPlay container = play.inits().get(i);
                    boolean ready = script.restartsAlways() ? container.isReady(script, now) : play.initPassed(i);
                    return containerStatus(script, container, ready);
                })
                .toList();
    }

    private List<Json> containerStatuses() {
        return IntStream.range(0, play.containers().size())
                .mapToObj(i -> containerStatus(
                        play.script().containers().get(i), play.containers().get(i), play.isReady(i, now)))
                .toList();
    }

    private Json containerStatus(ContainerScript script, ContainerPlay container, boolean ready) {
        boolean present = hasRun(container);
        return Json.object(
                "name", script.name(),
                "image", script.image(),
                "imageID", present ? "simulated@sha256:" + digest(script.image()) : "",
                "containerID", present ? Optional.of(containerId(script, container.restarts())) : Optional.empty(),
                "ready", ready,
                "started", container.isRunning(),
                "restartCount", container.restarts(),
                "state", state(script, container),
                "lastState", lastState(script, container));
    }

    private Json state(ContainerScript script, ContainerPlay container) {
        return switch (container.state()) {
            case Idle _ -> waiting(creating(), "");
            case Pulling _ -> container.pullFailures() > 0 ? pullError(script) : waiting(creating(), "");
            case PullFailed _ -> pullError(script);
            case PullBackOff _ ->
                waiting("ImagePullBackOff", "Back-off pulling image \"" + script.image() + "\": it cannot be pulled");
            case Refused(var problem) -> waiting("CreateContainerConfigError", problem);
            case Starting _ ->
                container
                        .last()
                        .map(run -> terminated(script, run, container.restarts() - 1))
                        .orElseGet(() -> waiting(creating(), ""));
            case CrashBackOff(var unused, var delay) -> waiting("CrashLoopBackOff", crashMessage(script, delay));
            case Running(var since) -> Json.object("running", Json.object("startedAt", KubeTime.seconds(since)));
            case Ended(var run) -> terminated(script, run, container.restarts());
        };
    }

    private Json lastState(ContainerScript script, ContainerPlay container) {
        boolean showsLastAsState = container.state() instanceof Ended || container.state() instanceof Starting;
        if (showsLastAsState || container.last().isEmpty()) return Json.EMPTY_OBJECT;
        int attempt = container.isRunning() ? container.restarts() - 1 : container.restarts();
        return terminated(script, container.last().get(), attempt);
    }

    private String creating() {
        return play.inits().isEmpty() ? "ContainerCreating" : "PodInitializing";
    }

    private static Json pullError(ContainerScript script) {
        return waiting(
                "ErrImagePull",
                "image \"" + script.image()
                        + "\" cannot be pulled: tags that begin with missing- do not exist on simulated nodes");
    }

    private String crashMessage(ContainerScript script, Duration delay) {
        Json metadata = pod.get("metadata");
        return "back-off " + delay.toString().substring(2).toLowerCase(java.util.Locale.ROOT)
                + " restarting failed container=" + script.name()
                + " pod=" + metadata.get("name").stringOrEmpty() + "_"
                + metadata.get("namespace").stringOrEmpty()
                + "(" + metadata.get("uid").stringOrEmpty() + ")";
    }

    private static Json waiting(String reason, String message) {
        return Json.object(
                "waiting",
                Json.object("reason", reason, "message", message.isEmpty() ? Optional.empty() : Optional.of(message)));
    }

    private Json terminated(ContainerScript script, Run run, int attempt) {
        return Json.object(
                "terminated",
                Json.object(
                        "exitCode", run.exitCode(),
                        "reason", run.succeeded() ? "Completed" : "Error",
                        "startedAt", KubeTime.seconds(run.since()),
                        "finishedAt", KubeTime.seconds(run.until()),
                        "containerID", containerId(script, attempt)));
    }

    private String containerId(ContainerScript script, int attempt) {
        return "simulated://" + digest(pod.at("metadata", "uid").stringOrEmpty() + "/" + script.name() + "/" + attempt);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
