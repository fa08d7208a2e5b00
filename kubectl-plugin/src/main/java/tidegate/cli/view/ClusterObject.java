package tidegate.cli.view;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;

/** Any object of the cluster, read leniently. */
public record ClusterObject(Json json) {
    static final Comparator<ClusterObject> BY_NAME = Comparator.comparing(ClusterObject::name);
    static final Comparator<ClusterObject> BY_CREATION =
            Comparator.comparing(object -> object.createdAt().orElse(Instant.MIN));
    static final Comparator<ClusterObject> NEWEST_REVISION_FIRST =
            Comparator.comparingLong(ClusterObject::revision).reversed();

    public static List<ClusterObject> all(List<Json> objects) {
        return objects.stream().map(ClusterObject::new).toList();
    }

    public Json meta() {
        return json.get("metadata");
    }

    public Json spec() {
        return json.get("spec");
    }

    public Json status() {
        return json.get("status");
    }

    public String name() {
        return meta().get("name").stringOrEmpty();
    }

    public String namespace() {
        return meta().get("namespace").stringOrEmpty();
    }

    public String uid() {
        return meta().get("uid").stringOrEmpty();
    }

    public String label(String key) {
        return meta().get("labels").get(key).stringOrEmpty();
    }

    /** MISSING where there is none, which is not the same as an empty one. */
    public Json annotation(String key) {
        return meta().get("annotations").get(key);
    }

    public Optional<Instant> createdAt() {
        return time(meta().get("creationTimestamp"));
    }

    /** The number in the revision annotation; 0 without one or if it is no number. */
    public long revision() {
        return number(annotation(Annotations.REVISION).stringOrEmpty());
    }

    /** Whether any owner reference names this UID. An object without UID owns nothing. */
    public boolean isOwnedBy(ClusterObject owner) {
        return !owner.uid().isEmpty()
                && meta().get("ownerReferences").elements().stream()
                        .anyMatch(reference ->
                                reference.get("uid").stringOrEmpty().equals(owner.uid()));
    }

    /** Those of the objects that this one owns. */
    List<ClusterObject> childrenIn(List<ClusterObject> objects) {
        return objects.stream().filter(object -> object.isOwnedBy(this)).toList();
    }

    /** An instant of the API (RFC 3339); empty for anything else. */
    static Optional<Instant> time(Json text) {
        try {
            return text.string().map(value -> OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** An integer field; 0 where it is missing or no integer. */
    static int count(Json number) {
        return number.integer().orElse(0);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
