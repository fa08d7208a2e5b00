package tidegate.simulator.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;

/** One pod. Changes only through its {@link ReplicaSetModel}. */
final class Pod {
    final String name;
    final Instant createdAt;
    private Json metadata;
    private Instant readySince = Instant.MAX;
    boolean gone;
    int failures;

    Pod(String name, Json template, Json owner, Instant createdAt, long version) {
        this.name = name;
        this.createdAt = createdAt;
        this.metadata = template.get("metadata")
                .with("name", name)
                .with("namespace", ApiServer.NAMESPACE)
                .with("uid", "uid-of-" + name)
                .with("creationTimestamp", WireTime.format(createdAt))
                .with("ownerReferences", List.of(owner))
                .with("resourceVersion", Long.toString(version));
    }

    boolean isReady() {
        return !readySince.equals(Instant.MAX);
    }

    Instant readySince() {
        return readySince;
    }

    void becomeReady(Instant now) {
        if (!isReady()) readySince = now;
    }

    void becomeUnready() {
        readySince = Instant.MAX;
    }

    boolean isAvailable(Instant now, Duration minReady) {
        return isReady() && !readySince.plus(minReady).isAfter(now);
    }

    void store(Json changed) {
        metadata = changed.get("metadata");
    }

    /** As the API shows it. */
    Json json(Json spec) {
        var conditions = isReady()
                ? List.of(Json.object(
                        "type", "Ready", "status", "True", "lastTransitionTime", WireTime.format(readySince)))
                : List.of(Json.object("type", "Ready", "status", "False"));
        return Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                metadata,
                "spec",
                spec,
                "status",
                Json.object("phase", isReady() ? "Running" : "Pending", "conditions", conditions));
    }
}
