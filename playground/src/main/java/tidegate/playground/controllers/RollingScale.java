package tidegate.playground.controllers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many replicas each ReplicaSet of a Deployment should have now. Pure.
 *
 * @param desired of the Deployment
 * @param surge pods beyond that
 * @param unavailable how many of them may be missing
 */
record RollingScale(int desired, int surge, int unavailable) {

    /**
     * @param ready available pods
     * @param isNew whether it carries the current template
     */
    record Set(String name, int replicas, int ready, boolean isNew, String createdAt) {}

    /** All old sets first, then the new one: two versions never run side by side. */
    static Map<String, Integer> recreate(int desired, List<Set> sets, boolean oldPodsLeft) {
        var wanted = new LinkedHashMap<String, Integer>();
        for (Set set : sets) wanted.put(set.name(), set.isNew() && !oldPodsLeft ? desired : 0);
        return wanted;
    }

    Map<String, Integer> rolling(List<Set> sets) {
        var wanted = new LinkedHashMap<String, Integer>();
        for (Set set : sets) wanted.put(set.name(), set.isNew() ? grown(set, sets) : set.replicas());
        shrinkOld(sets, wanted);
        return wanted;
    }

    /** A paused Deployment only follows its size, and only where that is beyond doubt: in its one set with pods. */
    Map<String, Integer> paused(List<Set> sets) {
        var wanted = new LinkedHashMap<String, Integer>();
        for (Set set : sets) wanted.put(set.name(), set.replicas());
        var active = sets.stream().filter(set -> set.replicas() > 0).toList();
        if (active.size() == 1) wanted.put(active.getFirst().name(), desired);
        return wanted;
    }

    private int grown(Set fresh, List<Set> sets) {
        if (fresh.replicas() >= desired) return desired;
        int total = sets.stream().mapToInt(Set::replicas).sum();
        int room = Math.max(0, desired + surge - total);
        return Math.min(desired, fresh.replicas() + room);
    }

    /** What is not available goes first and costs nothing; then what may be missing, oldest set first. */
    private void shrinkOld(List<Set> sets, Map<String, Integer> wanted) {
        int total = sets.stream().mapToInt(Set::replicas).sum();
        int newUnavailable = sets.stream()
                .filter(Set::isNew)
                .mapToInt(set -> Math.max(0, set.replicas() - set.ready()))
                .sum();
        int floor = desired - unavailable;
        int removable = total - floor - newUnavailable;
        var old = new ArrayList<>(sets.stream().filter(set -> !set.isNew()).toList());
        old.sort(Comparator.comparing(Set::createdAt));
        for (Set set : old) {
            int broken = Math.max(0, set.replicas() - set.ready());
            int cut = Math.max(0, Math.min(broken, removable));
            wanted.put(set.name(), set.replicas() - cut);
            removable -= cut;
        }
        int available = sets.stream()
                .mapToInt(set -> Math.min(set.ready(), set.replicas()))
                .sum();
        int spare = Math.max(0, Math.min(removable, available - floor));
        for (Set set : old) {
            int left = wanted.getOrDefault(set.name(), 0);
            int cut = Math.min(left, spare);
            wanted.put(set.name(), left - cut);
            spare -= cut;
        }
    }
}
