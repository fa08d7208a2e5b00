package tidegate.rollout.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.api.json.Json;
import tidegate.api.wire.CustomResource;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.Resource;
import tidegate.kube.client.WriteMode;
import tidegate.kube.time.Timekeeper;
import tidegate.rollout.act.KubeCluster;

/**
 * Whether the API server lets this process do its work: asked once, before anything is started, so that what is missing
 * is said in one line instead of failing for ever.
 */
final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Resource LEASES = Resource.namespaced("coordination.k8s.io", "v1", "leases", "Lease");
    private static final Resource POD_TEMPLATES = Resource.namespaced("", "v1", "podtemplates", "PodTemplate");
    private static final Resource REVIEWS =
            Resource.clusterScoped("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview");

    private final KubeClient client;
    private final String server;
    private final Timekeeper time;

    /** @param server for messages */
    Preflight(KubeClient client, String server, Timekeeper time) {
        this.client = client;
        this.server = server;
        this.time = time;
    }

    /** One thing that this process does. @param subresource {@code ""} for the object itself */
    private record Deed(Resource resource, String subresource, String verb) {
        @Override
        public String toString() {
            return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
        }
    }

    /** Without these nothing works. */
    private static final List<Deed> DEEDS = Stream.of(
                    deeds(KubeCluster.ROLLOUTS, "", "get", "watch", "patch"),
                    deeds(KubeCluster.ROLLOUTS, "status", "patch"),
                    deeds(KubeCluster.REPLICA_SETS, "", "get", "list", "watch", "create", "patch", "delete"),
                    deeds(KubeCluster.SERVICES, "", "get", "list", "watch", "patch"),
                    deeds(KubeCluster.EVENTS, "", "create"))
            .flatMap(List::stream)
            .toList();

    /** By what needs them: a cluster whose Rollouts do without may do without these permissions. */
    private static final Map<String, List<Deed>> DEEDS_OF_FEATURES = Map.of(
            "ephemeral metadata and restarts",
            Stream.concat(
                            deeds(KubeCluster.PODS, "", "get", "list", "patch").stream(),
                            deeds(KubeCluster.PODS, "eviction", "create").stream())
                    .toList(),
            "spec.workloadRef to a Deployment",
            deeds(KubeCluster.DEPLOYMENTS, "", "get", "list", "watch", "patch"),
            "spec.workloadRef to a PodTemplate",
            deeds(POD_TEMPLATES, "", "get", "list", "watch"));

    private static List<Deed> deeds(Resource resource, String subresource, String... verbs) {
        return Stream.of(verbs)
                .map(verb -> new Deed(resource, subresource, verb))
                .toList();
    }

    /**
     * Asks for everything at once.
     *
     * @param namespace where Rollouts are watched; {@code ""} everywhere
     * @param leaseNamespace where the lease is to be; empty without election
     * @param patience how long an API server that does not answer is tried
     * @throws StartupRefusal in one line, if something is missing
     */
    void check(String namespace, Optional<String> leaseNamespace, Duration patience) {
        reach(namespace, patience);
        var checks = new ArrayList<Callable<Optional<String>>>();
        for (Deed deed : DEEDS) checks.add(() -> isAllowed(deed, namespace));
        leaseNamespace.ifPresent(where -> checks.add(() -> leaseCanBeKept(where)));
        List<String> missing = all(checks);
        if (!missing.isEmpty()) throw new StartupRefusal(String.join("; ", missing));
        DEEDS_OF_FEATURES.forEach((feature, deeds) -> warnOf(feature, deeds, namespace));
    }

    private void warnOf(String feature, List<Deed> deeds, String namespace) {
        var checks = new ArrayList<Callable<Optional<String>>>();
        for (Deed deed : deeds) checks.add(() -> isAllowed(deed, namespace));
        List<String> missing = all(checks);
        if (missing.isEmpty()) return;
        LOG.atWarn()
                .addKeyValue("feature", feature)
                .addKeyValue("missing", String.join("; ", missing))
                .log("A feature will not work: Rollouts that use it say so in a condition");
    }

    /**
     * For a process that takes no part in elections: that nobody who does is at work.
     *
     * @throws StartupRefusal in one line, if somebody holds the lease and it has not run out
     */
    void refuseBesideALeader(String namespace, String lease) {
        Optional<Json> spec = findLease(namespace, lease).map(found -> found.get("spec"));
        String holder =
                spec.map(found -> found.get("holderIdentity").stringOrEmpty()).orElse("");
        Optional<Instant> until = spec.flatMap(Preflight::runsOutAt);
        if (holder.isEmpty() || until.filter(time.now()::isBefore).isEmpty()) return;
        throw new StartupRefusal(holder + " holds the lease " + namespace + "/" + lease + " until " + until.get()
                + ": two controllers would write the same objects; end it, or run without --leader-elect=false");
    }

    private Optional<Json> findLease(String namespace, String lease) {
        try {
            return client.find(LEASES.named(namespace, lease));
        } catch (KubeException e) {
            LOG.atDebug().addKeyValue("error", e.getMessage()).log("The lease cannot be read");
            return Optional.empty();
        }
    }

    private static Optional<Instant> runsOutAt(Json lease) {
        try {
            return lease.get("renewTime")
                    .string()
                    .map(Instant::parse)
                    .map(renewed -> renewed.plusSeconds(
                            lease.get("leaseDurationSeconds").integer().orElse(0)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** The first list of Rollouts tells most: whether there is a server, who we are to it, and whether it has the kind. */
    private void reach(String namespace, Duration patience) {
        long giveUp = time.nanos() + patience.toNanos();
        while (true) {
            try {
                client.list(KubeCluster.ROLLOUTS, ListRequest.in(namespace).withLimit(1));
                return;
            } catch (KubeException e) {
                if (e.error().retry() != KubeError.Retry.SAME_CALL || time.nanos() - giveUp >= 0) throw refusal(e);
                LOG.atDebug().addKeyValue("error", e.getMessage()).log("The API server does not answer yet");
            }
            pause();
        }
    }

    private StartupRefusal refusal(KubeException e) {
        String message = e.error().message();
        return new StartupRefusal(
                switch (e.error()) {
                    case KubeError.NotFound _ ->
                        "the API at " + server + " does not serve " + KubeCluster.ROLLOUTS + " "
                                + CustomResource.VERSION + ": install the CRDs first";
                    case KubeError.Forbidden _ -> "not allowed to list " + KubeCluster.ROLLOUTS + ": " + message;
                    case KubeError.Unauthorized _ -> "the API at " + server + " does not accept these credentials";
                    case KubeError.Transient _, KubeError.TooManyRequests _ ->
                        "cannot reach the API at " + server + ": " + message;
                    case KubeError.Conflict _,
                            KubeError.AlreadyExists _,
                            KubeError.Gone _,
                            KubeError.Invalid _,
                            KubeError.Refused _ -> "the API at " + server + " refuses: " + message;
                },
                e);
    }

    /** Empty if it is allowed, or if the server cannot tell. */
    private Optional<String> isAllowed(Deed deed, String namespace) {
        Json attributes = Json.object(
                "namespace", namespace.isEmpty() ? Json.MISSING : namespace,
                "verb", deed.verb(),
                "group", deed.resource().group(),
                "version", deed.resource().version(),
                "resource", deed.resource().plural(),
                "subresource", deed.subresource().isEmpty() ? Json.MISSING : deed.subresource());
        Json review = Json.object("spec", Json.object("resourceAttributes", attributes));
        try {
            Json status = client.create(REVIEWS, "", review).get("status");
            boolean refused =
                    status.get("allowed").bool().map(allowed -> !allowed).orElse(false);
            return refused ? Optional.of("not allowed to " + deed) : Optional.empty();
        } catch (KubeException e) {
            LOG.atDebug().addKeyValue("error", e.getMessage()).log("The API server does not review access");
            return Optional.empty();
        }
    }

    private Optional<String> leaseCanBeKept(String namespace) {
        Json probe = Json.object("metadata", Json.object("name", "rollout-controller-preflight"));
        try {
            client.create(LEASES, namespace, probe, WriteMode.DRY_RUN);
            return Optional.empty();
        } catch (KubeException e) {
            return switch (e.error()) {
                case KubeError.NotFound _ ->
                    Optional.of("no namespace " + namespace
                            + " for the lease: create it, set POD_NAMESPACE, or run with --leader-elect=false");
                case KubeError.Forbidden _ ->
                    Optional.of("not allowed to create " + LEASES + " in namespace " + namespace);
                case KubeError.Conflict _,
                        KubeError.AlreadyExists _,
                        KubeError.Gone _,
                        KubeError.Invalid _,
                        KubeError.Unauthorized _,
                        KubeError.TooManyRequests _,
                        KubeError.Transient _,
                        KubeError.Refused _ -> Optional.empty();
            };
        }
    }

    private static List<String> all(List<Callable<Optional<String>>> checks) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var found = new ArrayList<String>();
            for (Future<Optional<String>> answer : threads.invokeAll(checks))
                answer.get().ifPresent(found::add);
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupRefusal("interrupted while starting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pause() {
        try {
            time.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupRefusal("interrupted while starting", e);
        }
    }
}
