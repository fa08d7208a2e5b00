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

/**
 * Says once for each Rollout that it is new, and that it was deleted. New is one without a status: a restart of this
 * process, or another one, is silent. Both have one name for each Rollout, so that nobody says them twice.
 */
final class Register {
    private static final String OCCASION = "life";

    private final EventSink events;
    private final Map<ObjectKey, Rollout> known = new ConcurrentHashMap<>();

    Register(EventSink events) {
        this.events = events;
    }

    void seen(ObjectKey key, Rollout rollout, Instant now) {
        Rollout before = known.get(key);
        if (before != null && isSame(before, rollout)) return;
        if (before != null) gone(key, now);
        known.put(key, nameOnly(rollout));
        if (!rollout.status().json().isEmpty()) return;
        var added = RolloutEvent.addedToInformer(key.namespace(), key.name());
        events.add(rollout, OCCASION, List.of(added), now);
    }

    /** Without effect for a Rollout that was never seen. */
    void gone(ObjectKey key, Instant now) {
        Rollout last = known.remove(key);
        if (last == null) return;
        events.add(last, OCCASION, List.of(RolloutEvent.deleted(key.namespace(), key.name())), now);
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
