package tidegate.kube.client;

import tidegate.api.json.Json;

/**
 * One kind as the API serves it.
 *
 * @param group {@code ""} for the core group
 * @param plural the name in paths, for example {@code replicasets}
 */
public record Resource(String group, String version, String plural, String kind, boolean namespaced) {
    public static Resource namespaced(String group, String version, String plural, String kind) {
        return new Resource(group, version, plural, kind, true);
    }

    public static Resource clusterScoped(String group, String version, String plural, String kind) {
        return new Resource(group, version, plural, kind, false);
    }

    /** {@code v1} or {@code group/version}, as objects carry it. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The named object of this kind; the namespace is dropped for cluster-scoped kinds. */
    public ObjectRef named(String namespace, String name) {
        return new ObjectRef(this, namespaced ? namespace : "", name);
    }

    /** The object that this JSON is, by its metadata. */
    public ObjectRef refOf(Json object) {
        Json metadata = object.get("metadata");
        return named(
                metadata.get("namespace").stringOrEmpty(), metadata.get("name").stringOrEmpty());
    }

    /** {@code replicasets.apps}, as messages name it. */
    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
