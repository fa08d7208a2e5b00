package tidegate.rollout.plan;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tidegate.api.json.Json;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.value.WireTime;
import tidegate.rollout.plan.action.Action;

/** The pods of a {@link World}: made from their ReplicaSet's template, gone when they are evicted or too many. */
final class WorldPods {
    private final Map<String, Json> all = new LinkedHashMap<>();
    private int made;
    int patches;
    /** Evictions are answered with "too many requests". */
    boolean budgetIsSpent;

    static String image(ReplicaSet set) {
        return set.template().at("spec", "containers").get(0).get("image").stringOrEmpty();
    }

    List<Pod> list() {
        return all.values().stream().map(Pod::of).toList();
    }

    List<Pod> of(ReplicaSet set) {
        return list().stream()
                .filter(pod -> pod.meta()
                        .controller()
                        .orElseThrow()
                        .uid()
                        .equals(set.meta().uid()))
                .toList();
    }

    /** The ReplicaSet's controller does its work; of its pods so many become ready. */
    void follow(ReplicaSet set, int available, Instant now) {
        of(set).stream().filter(pod -> pod.meta().isBeingDeleted()).forEach(pod -> all.remove(pod.name()));
        List<Pod> present = alive(set);
        for (int i = present.size(); i < set.replicas(); i++) make(set, now);
        present.stream().skip(set.replicas()).forEach(pod -> all.remove(pod.name()));
        List<Pod> pods = alive(set);
        for (int i = 0; i < pods.size(); i++) ready(pods.get(i), i < available, now);
    }

    private List<Pod> alive(ReplicaSet set) {
        return of(set).stream().filter(pod -> !pod.phase().equals("Failed")).toList();
    }

    private void make(ReplicaSet set, Instant now) {
        String name = set.name() + "-" + ++made;
        Json owner = Json.object("uid", set.meta().uid(), "kind", "ReplicaSet", "name", set.name(), "controller", true);
        all.put(
                name,
                Json.object(
                        "metadata",
                        set.template()
                                .get("metadata")
                                .with("name", name)
                                .with("uid", "uid-" + name)
                                .with("resourceVersion", "1")
                                .with("creationTimestamp", WireTime.format(now))
                                .with("ownerReferences", Json.array(owner)),
                        "spec",
                        set.template().get("spec")));
    }

    private void ready(Pod pod, boolean is, Instant now) {
        if (pod.readySince().isPresent() == is) return;
        Json condition = Json.object(
                "type", "Ready", "status", is ? "True" : "False", "lastTransitionTime", WireTime.format(now));
        all.put(pod.name(), pod.json().withAt(List.of("status", "conditions"), Json.array(condition)));
    }

    void remove(ReplicaSet set) {
        of(set).forEach(pod -> all.remove(pod.name()));
    }

    void carryOut(Action.PatchPod patch) {
        patches++;
        all.computeIfPresent(patch.target().name(), (_, pod) -> pod.merged(patch.patch()));
    }

    void carryOut(Action.EvictPod evict, Instant now) {
        if (budgetIsSpent) return;
        all.computeIfPresent(
                evict.target().name(),
                (_, pod) -> pod.withAt(List.of("metadata", "deletionTimestamp"), WireTime.format(now)));
    }

    /** Somebody writes on a pod. */
    void edit(String name, Json patch) {
        all.computeIfPresent(name, (_, pod) -> pod.merged(patch));
    }
}
