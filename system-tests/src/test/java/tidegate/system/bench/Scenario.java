package tidegate.system.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tidegate.api.json.Json;
import tidegate.controlplane.ControlPlane;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.KubeApi.Listing;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;

/**
 * One story in a namespace of its own: given manifests, when commands, then the state of the cluster over time.
 *
 * <p>{@link #then} waits until everything it names is true at the same moment, and wakes with the changes of the
 * cluster. {@link #throughout} is checked against every state that the API had since, in the order of its writes.
 */
public final class Scenario implements AutoCloseable {
    /** Only bounds a failure: a condition that will not come true is reported after this. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    public static final ResourceType ROLLOUTS =
            new ResourceType("argoproj.io", "v1alpha1", "rollouts", "Rollout", true);

    private static final int MOST_LINES = 40;

    private final ControlPlane controlPlane;
    private final KubeApi api;
    private final String namespace;
    private final Path logs;
    private final List<Mirror> mirrors = new ArrayList<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final List<Invariant> invariants = new CopyOnWriteArrayList<>();
    private final History history = new History();
    private final Object changed = new Object();
    private long changes;
    private final Mirror rollouts;
    private final Mirror replicaSets;
    private final Mirror pods;
    private final Mirror services;
    private final Mirror events;

    /** @param logs folder of what controllers write */
    Scenario(ControlPlane controlPlane, KubeApi api, String namespace, Path logs) {
        this.controlPlane = controlPlane;
        this.api = api;
        this.namespace = namespace;
        this.logs = logs;
        rollouts = mirror(ROLLOUTS, noting(History.Of.ROLLOUTS));
        replicaSets = mirror(ResourceType.REPLICA_SETS, noting(History.Of.REPLICA_SETS));
        pods = mirror(ResourceType.PODS, noting(History.Of.PODS));
        services = mirror(ResourceType.SERVICES, noting(History.Of.SERVICES));
        events = mirror(ResourceType.EVENTS, (_, _) -> noticed());
    }

    private Mirror mirror(ResourceType type, Mirror.Listener listener) {
        Mirror mirror = Mirror.start(api, type, Selection.inNamespace(namespace), listener);
        mirrors.add(mirror);
        return mirror;
    }

    private Mirror.Listener noting(History.Of kind) {
        return (before, now) -> {
            history.add(kind, before, now);
            noticed();
        };
    }

    private void noticed() {
        synchronized (changed) {
            changes++;
            changed.notifyAll();
        }
    }

    public String namespace() {
        return namespace;
    }

    public Path kubeconfig() {
        return controlPlane.kubeconfig();
    }

    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /** For calls that no command makes. */
    public KubeApi api() {
        return api;
    }

    /** The namespace as it is now. */
    public ClusterState state() {
        return new ClusterState(rollouts.all(), replicaSets.all(), pods.all(), services.all(), events.all());
    }

    /** All that the Rollout has been so far, a state for each write. */
    public List<Json> statesOf(String rollout) {
        awaitInStep(History.Of.ROLLOUTS, ROLLOUTS);
        return history.statesOf(History.Of.ROLLOUTS, new ObjectKey(namespace, rollout));
    }

    /** The Rollout as the API has it now. */
    public Json rollout(String name) {
        return api.get(ROLLOUTS, new ObjectKey(namespace, name));
    }

    /** Creates the objects of these YAML documents. */
    public Scenario given(String... manifests) {
        for (String manifest : manifests) for (Json object : Yaml.documents(manifest)) create(object);
        return this;
    }

    private void create(Json object) {
        String apiVersion = object.get("apiVersion").stringOrEmpty();
        String kind = object.get("kind").stringOrEmpty();
        int slash = apiVersion.indexOf('/');
        var type = new ResourceType(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                kind.toLowerCase(java.util.Locale.ROOT) + "s",
                kind,
                true);
        api.create(type, namespace, object);
    }

    /** Runs a command that must succeed. */
    public Command.Result when(String command) {
        Command.Result result = Command.run(command, kubeconfig(), namespace, "");
        if (result.exitCode() != 0) throw new AssertionError(command + "\n" + result + "\n" + state().describe());
        return result;
    }

    /** Runs {@code kubectl apply} with this manifest, which must succeed. */
    public Command.Result whenApplied(String manifest) {
        Command.Result result = Command.run("kubectl apply -f -", kubeconfig(), namespace, manifest);
        if (result.exitCode() != 0) throw new AssertionError("kubectl apply\n" + result);
        return result;
    }

    /** Runs a command that must be refused: any exit code but 0. */
    public Command.Result whenRefused(String command) {
        Command.Result result = Command.run(command, kubeconfig(), namespace, "");
        if (result.exitCode() == 0) throw new AssertionError("not refused: " + command + "\n" + result);
        return result;
    }

    /** Patches the Rollout, as somebody's script would. */
    public Scenario whenPatched(String rollout, String subresource, String mergePatch) {
        api.patch(
                ROLLOUTS,
                new ObjectKey(namespace, rollout),
                subresource,
                tidegate.playground.client.PatchType.MERGE,
                Json.parse(mergePatch));
        return this;
    }

    /**
     * Lets the container that is named as its Rollout run {@code demo:<tag>}, as somebody's script would.
     *
     * @param spec each the YAML of one more field of the spec, changed in the same write
     */
    public Scenario whenImage(String rollout, String tag, String... spec) {
        Json container = Json.object("name", rollout, "image", "demo:" + tag);
        Json template = Json.object("spec", Json.object("containers", Json.array(container)));
        Json fields = spec.length == 0 ? Json.EMPTY_OBJECT : Yaml.one(String.join("\n", spec));
        return whenPatched(
                rollout,
                "",
                Json.object("spec", fields.with("template", template)).toString());
    }

    /** Waits until all of this is true at the same moment; fails with the state if that moment does not come. */
    public Scenario then(Expect... expectations) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            long seen;
            synchronized (changed) {
                seen = changes;
            }
            ClusterState state = state();
            List<Expect> unmet = unmet(state, expectations);
            if (unmet.isEmpty()) {
                checkInvariants();
                return this;
            }
            long left = end - System.nanoTime();
            if (left <= 0)
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: "
                        + unmet.stream().map(Expect::text).toList() + "\n" + state.describe() + unseenEvents(state)
                        + logged());
            awaitChange(seen, left);
        }
    }

    /** What the API has and this test was not told of: then the test is at fault. */
    private String unseenEvents(ClusterState state) {
        var seen = state.events().stream().map(ClusterState::name).collect(Collectors.toSet());
        return api.list(ResourceType.EVENTS, Selection.inNamespace(namespace)).items().stream()
                .filter(event -> !seen.contains(ClusterState.name(event)))
                .map(event -> "NOT SEEN BY THIS TEST: event " + event.get("message") + "\n")
                .collect(Collectors.joining());
    }

    /** What controllers said about this namespace, the last of it. */
    private String logged() {
        try (Stream<Path> files = Files.list(logs)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .map(this::loggedIn)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            return "logs in " + logs + " cannot be read: " + e + "\n";
        }
    }

    private String loggedIn(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            List<String> about = lines.filter(line -> line.contains(namespace)).toList();
            return about.subList(Math.max(0, about.size() - MOST_LINES), about.size()).stream()
                    .map(line -> file.getFileName() + ": " + line + "\n")
                    .collect(Collectors.joining());
        } catch (IOException | UncheckedIOException e) {
            return file + " cannot be read: " + e + "\n";
        }
    }

    private static List<Expect> unmet(ClusterState state, Expect... expectations) {
        return Arrays.stream(expectations)
                .filter(one -> !one.holds().test(state))
                .toList();
    }

    private void awaitChange(long seen, long nanos) {
        synchronized (changed) {
            if (changes != seen) return;
            try {
                TimeUnit.NANOSECONDS.timedWait(changed, Math.min(nanos, TimeUnit.SECONDS.toNanos(1)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** @param after the version that the API had when it began to hold */
    private record Invariant(Expect expect, long after) {}

    /** From now on this must be true of every state; a violation fails the next {@link #then} and the end. */
    public Scenario throughout(Expect... always) {
        long now = history.latest();
        for (Expect expect : always) invariants.add(new Invariant(expect, now));
        return this;
    }

    /** It was true of every state until now, and need not be any longer. */
    public Scenario noLonger(Expect invariant) {
        checkInvariants();
        invariants.removeIf(one -> one.expect() == invariant);
        return this;
    }

    private void checkInvariants() {
        if (invariants.isEmpty()) return;
        long now = awaitAllInStep();
        for (Invariant one : invariants)
            history.first(one.after(), now, state -> !one.expect().holds().test(state))
                    .ifPresent(state -> {
                        throw new AssertionError(
                                "did not hold all the time: " + one.expect().text() + "\n" + state.describe());
                    });
    }

    /** Until every watch has told of all that the API has now; answers the version up to which this is so. */
    private long awaitAllInStep() {
        return Stream.of(
                        awaitInStep(History.Of.ROLLOUTS, ROLLOUTS),
                        awaitInStep(History.Of.REPLICA_SETS, ResourceType.REPLICA_SETS),
                        awaitInStep(History.Of.PODS, ResourceType.PODS),
                        awaitInStep(History.Of.SERVICES, ResourceType.SERVICES))
                .min(Long::compare)
                .orElseThrow();
    }

    private long awaitInStep(History.Of kind, ResourceType type) {
        Listing listing = api.list(type, Selection.inNamespace(namespace));
        Await.until(
                "the watch of " + type + " at " + listing.resourceVersion(), () -> history.hasReached(kind, listing));
        return Long.parseLong(listing.resourceVersion());
    }

    /**
     * Ends the scenario: checks what was to hold throughout, and lets go of the namespace. What comes after the first time
     * does nothing: JUnit closes what is in its store, too.
     */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) return;
        try {
            checkInvariants();
        } finally {
            mirrors.forEach(Mirror::close);
        }
    }
}
