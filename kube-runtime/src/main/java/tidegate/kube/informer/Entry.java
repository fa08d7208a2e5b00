package tidegate.kube.informer;

import java.util.List;
import java.util.Map;
import tidegate.api.json.Json;
import tidegate.kube.client.ResourceVersion;

/**
 * One stored object: the metadata that every kind has, and what was made of it.
 *
 * @param ownerUids of all its owner references, the controller first
 * @param value what the informer's parser made of the trimmed object
 */
public record Entry<T>(
        ObjectKey key,
        String uid,
        ResourceVersion version,
        List<String> ownerUids,
        Map<String, String> labels,
        T value) {
    static <T> Entry<T> of(Json object, T value) {
        Json metadata = object.get("metadata");
        return new Entry<>(
                keyOf(object),
                metadata.get("uid").stringOrEmpty(),
                ResourceVersion.of(object),
                ownerUids(metadata),
                metadata.get("labels").strings(),
                value);
    }

    static ObjectKey keyOf(Json object) {
        Json metadata = object.get("metadata");
        return new ObjectKey(
                metadata.get("namespace").stringOrEmpty(), metadata.get("name").stringOrEmpty());
    }

    private static List<String> ownerUids(Json metadata) {
        return metadata.get("ownerReferences").elements().stream()
                .sorted((a, b) -> Boolean.compare(
                        b.get("controller").isTrue(), a.get("controller").isTrue()))
                .map(owner -> owner.get("uid").stringOrEmpty())
                .filter(uid -> !uid.isEmpty())
                .distinct()
                .toList();
    }
}
