package tidegate.rollout.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.RolloutEvent;
import tidegate.kube.informer.ObjectKey;
import tidegate.rollout.act.EventSink;

/** Says once for each Rollout that this process took it up, and that it was deleted. */
final class Register {
    private final EventSink events;
    private final String run;
    private final Map<ObjectKey, Rollout> known = new ConcurrentHashMap<>();

    /** @param run tells this run of the process from every other: each takes all Rollouts up anew */
    Register(EventSink events, String run) {
        this.events = events;
        this.run = run;
    }

    void seen(ObjectKey key, Rollout rollout, Instant now) {
        Rollout before = known.get(key);
        if (before != null && isSame(before, rollout)) return;
        if (before != null) gone(key, now);
        known.put(key, nameOnly(rollout));
        var added = RolloutEvent.addedToInformer(key.namespace(), key.name());
        events.add(rollout, run, List.of(added), now);
    }

    /** Without effect for a Rollout that was never seen. */
    void gone(ObjectKey key, Instant now) {
        Rollout last = known.remove(key);
        if (last == null) return;
        events.add(last, run, List.of(RolloutEvent.deleted(key.namespace(), key.name())), now);
    }

    private static boolean isSame(Rollout before, Rollout now) {
        return before.meta().uid().equals(now.meta().uid());
    }

    /** A deleted Rollout's Event needs no more of it; the rest would be kept from the garbage collector. */
    private static Rollout nameOnly(Rollout rollout) {
        Json metadata = Json.object(
                "namespace", rollout.namespace(),
                "name", rollout.name(),
                "uid", rollout.meta().uid(),
                "resourceVersion", rollout.meta().resourceVersion());
        return Rollout.of(Json.object("metadata", metadata));
    }
}
