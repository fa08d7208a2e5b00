package tidegate.api.template;

import tidegate.api.json.Json;

/** Ports of pods in the network of their node, which need no {@code hostPort}: API servers up to 1.27 wrote it in. */
final class HostPorts {
    private HostPorts() {}

    /** A pod spec without each {@code hostPort} that only repeats what the host network means. */
    static Json withoutImplied(Json spec) {
        if (!spec.get("hostNetwork").isTrue()) return spec;
        Json changed = spec;
        for (String kind : PodDefaults.CONTAINER_KINDS) {
            if (spec.get(kind).isArray()) {
                changed = changed.map(kind, all -> all.mapElements(HostPorts::withoutImpliedIn));
            }
        }
        return changed;
    }

    private static Json withoutImpliedIn(Json container) {
        if (!container.get("ports").isArray()) return container;
        return container.map(
                "ports",
                ports -> ports.mapElements(port ->
                        port.get("hostPort").equals(port.get("containerPort")) ? port.without("hostPort") : port));
    }
}
