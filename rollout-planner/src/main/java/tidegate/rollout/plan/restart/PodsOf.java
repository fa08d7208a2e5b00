package tidegate.rollout.plan.restart;

import java.util.List;
import java.util.Set;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.ReplicaSet;

/** Which pods a ReplicaSet counts as its own. */
final class PodsOf {
    /** Pods that have come to their end stay to be looked at; in their place there is another one. */
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private PodsOf() {}

    static List<Pod> of(ReplicaSet set, List<Pod> pods) {
        return pods.stream()
                .filter(pod -> !ENDED.contains(pod.phase()))
                .filter(pod -> pod.meta()
                        .controller()
                        .filter(owner -> owner.uid().equals(set.meta().uid()))
                        .isPresent())
                .toList();
    }
}
