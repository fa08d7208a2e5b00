package tidegate.rollout.runtime.flag;

import java.util.List;

/**
 * One flag of the peer.
 *
 * @param names the peer's spelling first, then its aliases
 * @param properties what it sets, each to the same value; none if it has no effect in this version
 * @param repeats whether each further use adds a value; otherwise the last one counts
 */
record Flag(List<String> names, FlagValue value, List<String> properties, boolean repeats) {

    String name() {
        return names.getFirst();
    }

    boolean hasEffect() {
        return !properties.isEmpty();
    }

    private static Flag sets(String property, FlagValue value, String... names) {
        return new Flag(List.of(names), value, List.of(property), false);
    }

    private static Flag adds(String property, FlagValue value, String... names) {
        return new Flag(List.of(names), value, List.of(property), true);
    }

    private static Flag later(FlagValue value, String... names) {
        return new Flag(List.of(names), value, List.of(), true);
    }

    /** Every flag of the peer's controller: charts pass them verbatim. */
    static final List<Flag> ALL = List.of(
            sets("tidegate.scope.namespaced", FlagValue.BOOLEAN, "--namespaced"),
            sets("tidegate.scope.namespace", FlagValue.TEXT, "--namespace", "-n"),
            sets("tidegate.scope.instance-id", FlagValue.TEXT, "--instance-id"),
            adds("tidegate.scope.controllers", FlagValue.TEXT, "--controllers"),
            sets("tidegate.pace.resync", FlagValue.SECONDS, "--rollout-resync"),
            sets("tidegate.pace.workers", FlagValue.WHOLE, "--rollout-threads"),
            sets("tidegate.pace.clean-up-workers", FlagValue.WHOLE, "--service-threads"),
            sets("tidegate.pace.pod-writes", FlagValue.WHOLE, "--ephemeral-metadata-threads"),
            sets("tidegate.pace.pod-attempts", FlagValue.WHOLE, "--ephemeral-metadata-update-pod-retries"),
            sets("tidegate.client.qps", FlagValue.DECIMAL, "--qps"),
            sets("tidegate.client.burst", FlagValue.WHOLE, "--burst"),
            sets("tidegate.leader-election.enabled", FlagValue.BOOLEAN, "--leader-elect"),
            sets("tidegate.leader-election.lease-duration", FlagValue.DURATION, "--leader-election-lease-duration"),
            sets("tidegate.leader-election.renew-deadline", FlagValue.DURATION, "--leader-election-renew-deadline"),
            sets("tidegate.leader-election.retry-period", FlagValue.DURATION, "--leader-election-retry-period"),
            sets("tidegate.metrics.port", FlagValue.WHOLE, "--metricsPort", "--metricsport"),
            sets("server.port", FlagValue.WHOLE, "--healthzPort"),
            sets("tidegate.log.level", FlagValue.LEVEL, "--loglevel"),
            sets("tidegate.log.format", FlagValue.FORMAT, "--logformat"),
            sets("tidegate.log.client-verbosity", FlagValue.WHOLE, "--kloglevel"),
            sets("tidegate.kubeconfig.path", FlagValue.TEXT, "--kubeconfig"),
            sets("tidegate.kubeconfig.context", FlagValue.TEXT, "--context"),
            sets("tidegate.kubeconfig.cluster", FlagValue.TEXT, "--cluster"),
            sets("tidegate.kubeconfig.user", FlagValue.TEXT, "--user"),
            sets("tidegate.kubeconfig.server", FlagValue.TEXT, "--server", "-s"),
            sets("tidegate.kubeconfig.token", FlagValue.TEXT, "--token"),
            sets("tidegate.kubeconfig.username", FlagValue.TEXT, "--username"),
            sets("tidegate.kubeconfig.password", FlagValue.TEXT, "--password"),
            sets("tidegate.kubeconfig.as", FlagValue.TEXT, "--as"),
            sets("tidegate.kubeconfig.as-uid", FlagValue.TEXT, "--as-uid"),
            adds("tidegate.kubeconfig.as-groups", FlagValue.TEXT, "--as-group"),
            sets("tidegate.kubeconfig.certificate-authority", FlagValue.TEXT, "--certificate-authority"),
            sets("tidegate.kubeconfig.client-certificate", FlagValue.TEXT, "--client-certificate"),
            sets("tidegate.kubeconfig.client-key", FlagValue.TEXT, "--client-key"),
            sets("tidegate.kubeconfig.insecure-skip-tls-verify", FlagValue.BOOLEAN, "--insecure-skip-tls-verify"),
            sets("tidegate.kubeconfig.tls-server-name", FlagValue.TEXT, "--tls-server-name"),
            sets("tidegate.client.request-timeout", FlagValue.TIMEOUT, "--request-timeout"),
            sets("tidegate.kubeconfig.disable-compression", FlagValue.BOOLEAN, "--disable-compression"),
            later(FlagValue.WHOLE, "--experiment-threads"),
            later(FlagValue.WHOLE, "--analysis-threads"),
            later(FlagValue.WHOLE, "--ingress-threads"),
            later(FlagValue.TEXT, "--enable-pprof-address"),
            later(FlagValue.BOOLEAN, "--self-service-notification-enabled"),
            later(FlagValue.BOOLEAN, "--aws-verify-target-group", "--alb-verify-weight"),
            later(FlagValue.TEXT, "--aws-target-group-binding-api-version"),
            later(FlagValue.TEXT, "--alb-tag-key-resource-id"),
            later(FlagValue.TEXT, "--alb-ingress-classes"),
            later(FlagValue.TEXT, "--nginx-ingress-classes"),
            later(FlagValue.TEXT, "--ingress-api-version"),
            later(FlagValue.TEXT, "--istio-api-version"),
            later(FlagValue.TEXT, "--traffic-split-api-version"),
            later(FlagValue.TEXT, "--appmesh-crd-version"),
            later(FlagValue.TEXT, "--ambassador-api-version"),
            later(FlagValue.TEXT, "--traefik-api-group"),
            later(FlagValue.TEXT, "--traefik-api-version"));
}
