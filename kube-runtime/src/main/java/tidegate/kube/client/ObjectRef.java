package tidegate.kube.client;

/**
 * Where one object lives.
 *
 * @param namespace {@code ""} for cluster-scoped kinds
 */
public record ObjectRef(Resource resource, String namespace, String name) {
    /** {@code replicasets.apps shop/web}, as messages and logs name it. */
    @Override
    public String toString() {
        return resource + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
