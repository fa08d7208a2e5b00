package tidegate.playground.kubelet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The nodes' own knowledge of who runs where: what the pod network is to real nodes. Safe for any number of threads. */
public final class PodTable {
    private final Map<String, RunningPod> byAddress = new ConcurrentHashMap<>();

    PodTable() {}

    /** Who holds an address; empty means that nobody does. */
    public Optional<RunningPod> at(String address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** Everybody on the simulated nodes at this moment. */
    public List<RunningPod> all() {
        return List.copyOf(byAddress.values());
    }

    void put(RunningPod pod) {
        byAddress.put(pod.address(), pod);
    }

    void remove(String address, String podUid) {
        byAddress.computeIfPresent(address, (_, pod) -> pod.uid().equals(podUid) ? null : pod);
    }
}
