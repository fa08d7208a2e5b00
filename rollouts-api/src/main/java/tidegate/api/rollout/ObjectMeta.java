package tidegate.api.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;

/**
 * {@code metadata} of any object; what is absent is empty, 0 or {@code ""}.
 *
 * @param deletedAt present from the moment that deletion was asked for
 */
public record ObjectMeta(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        long generation,
        Optional<Instant> createdAt,
        Optional<Instant> deletedAt,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<OwnerReference> owners) {

    public static ObjectMeta of(Json metadata) {
        return new ObjectMeta(
                metadata.get("namespace").stringOrEmpty(),
                metadata.get("name").stringOrEmpty(),
                metadata.get("uid").stringOrEmpty(),
                metadata.get("resourceVersion").stringOrEmpty(),
                metadata.get("generation").longInteger().orElse(0),
                WireTime.of(metadata.get("creationTimestamp")),
                WireTime.of(metadata.get("deletionTimestamp")),
                metadata.get("labels").strings(),
                metadata.get("annotations").strings(),
                metadata.get("ownerReferences").elements().stream()
                        .map(OwnerReference::of)
                        .toList());
    }

    public boolean isBeingDeleted() {
        return deletedAt.isPresent();
    }

    /** The one owner that controls this object. */
    public Optional<OwnerReference> controller() {
        return owners.stream().filter(OwnerReference::controller).findFirst();
    }

    public Optional<String> annotation(String key) {
        return Optional.ofNullable(annotations.get(key));
    }

    public Optional<String> label(String key) {
        return Optional.ofNullable(labels.get(key));
    }
}
