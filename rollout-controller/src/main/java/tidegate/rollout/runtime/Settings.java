package tidegate.rollout.runtime;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tidegate.kube.election.LeaseTiming;
import tidegate.rollout.act.PodWrites;

/**
 * Every setting of the controller beyond those of Spring Boot: read once at start, checked before anything runs.
 *
 * <p>A key below {@code tidegate} that is not declared here refuses the start. Flags of the peer name these properties:
 * see {@link tidegate.rollout.runtime.flag.CommandLine}.
 */
@ConfigurationProperties(prefix = "tidegate", ignoreUnknownFields = false)
public record Settings(
        @DefaultValue Scope scope,
        @DefaultValue Pace pace,
        @DefaultValue Client client,
        @DefaultValue LeaderElection leaderElection,
        @DefaultValue Metrics metrics,
        @DefaultValue Log log,
        @DefaultValue Kubeconfig kubeconfig) {

    /**
     * Which Rollouts are ours.
     *
     * @param namespaced watch one namespace only
     * @param namespace that namespace; if empty the one of the kubeconfig context, then of the service account
     * @param instanceId Rollouts labelled with this id; if empty those without such a label
     * @param controllers which controllers to run; empty is all that this service has
     * @param ownNamespace where this process lives and keeps its lease; if empty the service account's, then
     *     {@code argo-rollouts}
     */
    public record Scope(
            @DefaultValue("false") boolean namespaced,
            @DefaultValue("") String namespace,
            @DefaultValue("") String instanceId,
            @DefaultValue List<String> controllers,
            @DefaultValue("") String ownNamespace) {
        public Scope {
            controllers = List.copyOf(controllers);
            for (String controller : controllers)
                require(
                        false,
                        "scope.controllers",
                        controller,
                        "none: analysis has its own service, the rest is always on");
            require(
                    instanceId.isEmpty() || instanceId.matches("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"),
                    "scope.instance-id",
                    instanceId,
                    "the value of a label");
        }
    }

    /**
     * How much is done at once.
     *
     * @param workers Rollouts planned at the same time
     * @param cleanUpWorkers Services and Deployments of Rollouts that are gone, given back at the same time
     * @param resync how often every Rollout is planned again although nothing was seen to change
     * @param podWrites pods of one Rollout written side by side: labels, annotations, evictions
     * @param podAttempts for each pod that somebody else writes at the same time
     * @param events Kubernetes Events that may wait to be written; more are dropped and counted
     */
    public record Pace(
            @DefaultValue("128") int workers,
            @DefaultValue("10") int cleanUpWorkers,
            @DefaultValue("15m") Duration resync,
            @DefaultValue("10") int podWrites,
            @DefaultValue("3") int podAttempts,
            @DefaultValue("100000") int events) {
        public Pace {
            require(workers >= 1 && workers <= 1000, "pace.workers", workers, "1 to 1000");
            require(
                    cleanUpWorkers >= 1 && cleanUpWorkers <= 1000,
                    "pace.clean-up-workers",
                    cleanUpWorkers,
                    "1 to 1000");
            require(resync.toSeconds() >= 1, "pace.resync", resync, "1 second or more");
            require(podWrites >= 1 && podWrites <= 100, "pace.pod-writes", podWrites, "1 to 100");
            require(podAttempts >= 1 && podAttempts <= 100, "pace.pod-attempts", podAttempts, "1 to 100");
            require(events >= 1, "pace.events", events, "1 or more");
        }

        PodWrites pods() {
            return new PodWrites(podWrites, PODS_PER_PASS, podAttempts);
        }
    }

    /** Pods that one pass over one Rollout writes at most; the rest follows in the next. */
    private static final int PODS_PER_PASS = 100;

    /**
     * How the API server is called.
     *
     * @param qps calls a second, sustained, election and watches not counted; 0 for no limit: how many calls are under
     *     way at once is limited anyway, and the server says when it has enough
     * @param burst calls at once after a pause, where calls are limited
     * @param requestTimeout after which a call that is no watch has failed
     * @param startTimeout how long an API that does not answer is tried at start before giving up
     */
    public record Client(
            @DefaultValue("0") float qps,
            @DefaultValue("80") int burst,
            @DefaultValue("30s") Duration requestTimeout,
            @DefaultValue("10s") Duration startTimeout) {
        public Client {
            require(qps >= 0, "client.qps", qps, "0 or more");
            require(burst >= 1, "client.burst", burst, "1 or more");
            // 0 is kubectl's word for no limit; a call without one could hold a worker for ever
            if (requestTimeout.isZero()) requestTimeout = Duration.ofSeconds(30);
            require(!requestTimeout.isNegative(), "client.request-timeout", requestTimeout, "0 or more");
            require(!startTimeout.isNegative(), "client.start-timeout", startTimeout, "0 or more");
        }
    }

    /**
     * Who may write, when several replicas run.
     *
     * @param leaseDuration how long others wait after the holder's last sign of life
     * @param renewDeadline how long the holder goes on writing without having renewed
     * @param retryPeriod how often to try
     */
    public record LeaderElection(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("15s") Duration leaseDuration,
            @DefaultValue("10s") Duration renewDeadline,
            @DefaultValue("2s") Duration retryPeriod) {
        public LeaderElection {
            try {
                new LeaseTiming(leaseDuration, renewDeadline, retryPeriod);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("tidegate.leader-election: " + e.getMessage(), e);
            }
        }

        LeaseTiming timing() {
            return new LeaseTiming(leaseDuration, renewDeadline, retryPeriod);
        }
    }

    /**
     * Metrics in Prometheus' text format.
     *
     * @param port where {@code /metrics} is served; 0 takes a free one
     * @param requestNames count calls to the API server by namespace and name of the object, too: a series for each
     * @param deprecated serve {@code rollout_phase} beside {@code rollout_info}: six series for each Rollout
     */
    public record Metrics(
            @DefaultValue("8090") int port,
            @DefaultValue("false") boolean requestNames,
            @DefaultValue("true") boolean deprecated) {
        public Metrics {
            require(port >= 0 && port <= 65535, "metrics.port", port, "0 to 65535");
        }
    }

    /**
     * What is logged. Level and format are in force before this is bound: {@code application.properties} has their
     * defaults.
     *
     * @param level the least severe that is written
     * @param format {@code text} or {@code json}
     * @param clientVerbosity from 6 on every call to the API server is logged
     */
    public record Log(
            @DefaultValue("") String level,
            @DefaultValue("") String format,
            @DefaultValue("0") int clientVerbosity) {
        public Log {
            require(List.of("", "text", "json").contains(format), "log.format", format, "text or json");
        }
    }

    /**
     * Where the API server is and who we are there: the file that {@code kubectl} would take, and what replaces parts
     * of it. All empty inside a cluster.
     */
    public record Kubeconfig(
            @DefaultValue("") String path,
            @DefaultValue("") String context,
            @DefaultValue("") String cluster,
            @DefaultValue("") String user,
            @DefaultValue("") String server,
            @DefaultValue("") String token,
            @DefaultValue("") String username,
            @DefaultValue("") String password,
            @DefaultValue("") String as,
            @DefaultValue("") String asUid,
            @DefaultValue List<String> asGroups,
            @DefaultValue("") String certificateAuthority,
            @DefaultValue("") String clientCertificate,
            @DefaultValue("") String clientKey,
            @DefaultValue("false") boolean insecureSkipTlsVerify,
            @DefaultValue("") String tlsServerName,
            @DefaultValue("false") boolean disableCompression) {
        public Kubeconfig {
            asGroups = List.copyOf(asGroups);
        }
    }

    private static void require(boolean holds, String key, Object value, String expected) {
        if (!holds)
            throw new IllegalArgumentException("tidegate." + key + ": " + value + " (expected: " + expected + ")");
    }
}
