package tidegate.rollout.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.kube.informer.ObjectKey;
import tidegate.rollout.plan.seen.CreateFailure;

/** The last failed create of each Rollout, until one succeeds or its template changes. */
final class CreateFailures {
    private final Map<ObjectKey, Failed> byKey = new ConcurrentHashMap<>();

    private record Failed(String uid, Json template, CreateFailure failure) {
        boolean isAbout(Rollout rollout) {
            return uid.equals(rollout.meta().uid())
                    && template.equals(rollout.spec().template());
        }
    }

    Optional<CreateFailure> of(ObjectKey key, Rollout rollout) {
        Failed failed = byKey.computeIfPresent(key, (_, known) -> known.isAbout(rollout) ? known : null);
        return Optional.ofNullable(failed).map(Failed::failure);
    }

    /** Whether this is news: the failure before was another, or there was none. */
    boolean note(ObjectKey key, Rollout rollout, CreateFailure failure) {
        var failed = new Failed(rollout.meta().uid(), rollout.spec().template(), failure);
        return !failed.equals(byKey.put(key, failed));
    }

    void forget(ObjectKey key) {
        byKey.remove(key);
    }
}
