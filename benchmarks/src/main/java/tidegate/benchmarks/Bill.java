package tidegate.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tidegate.controlplane.Audit.ApiWrite;

/**
 * Writes that the API server answered to the controller: those of nobody else here. Its leases are left aside, and the
 * questions about its rights, which the API has as objects to create.
 *
 * @param writes in the order of their answers, refused ones too
 */
record Bill(List<ApiWrite> writes) {
    /** Of everything else that writes; matched as the beginning of the user agent. */
    private static final Set<String> OTHERS = Set.of(
            Stand.USER_AGENT,
            Stand.NODES_USER_AGENT,
            "playground-controllers",
            "kube-controller-manager",
            "kube-apiserver");

    Bill {
        writes = List.copyOf(writes);
    }

    /** All of them among the writes of everybody, from the given place on. */
    static Bill of(List<ApiWrite> all, int from) {
        return new Bill(all.subList(from, all.size()).stream()
                .filter(Bill::isTheControllers)
                .toList());
    }

    private static boolean isTheControllers(ApiWrite write) {
        return OTHERS.stream().noneMatch(write.userAgent()::startsWith)
                && !write.resource().equals("leases")
                && !write.resource().endsWith("reviews");
    }

    Bill events() {
        return only(true);
    }

    Bill besidesEvents() {
        return only(false);
    }

    private Bill only(boolean events) {
        return new Bill(writes.stream()
                .filter(write -> write.resource().equals("events") == events)
                .toList());
    }

    int total() {
        return writes.size();
    }

    /** How many the server refused because the object had changed, was there already or had gone. */
    long refused() {
        return writes.stream().filter(write -> write.code() >= 400).count();
    }

    /** By verb and resource, as {@code patch rollouts/status}. */
    Map<String, Long> byKind() {
        return writes.stream().collect(Collectors.groupingBy(ApiWrite::kind, TreeMap::new, Collectors.counting()));
    }
}
