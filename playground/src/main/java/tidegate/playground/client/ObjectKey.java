package tidegate.playground.client;

import tidegate.api.json.Json;

/** Where an object stands within its kind; the namespace is {@code ""} for cluster-wide kinds. */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    /** The key of an object as the API sends it. */
    public static ObjectKey of(Json object) {
        Json metadata = object.get("metadata");
        return new ObjectKey(
                metadata.get("namespace").stringOrEmpty(), metadata.get("name").stringOrEmpty());
    }

    /** The key of a cluster-wide object. */
    public static ObjectKey clusterWide(String name) {
        return new ObjectKey("", name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
