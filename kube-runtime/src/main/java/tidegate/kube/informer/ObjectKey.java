package tidegate.kube.informer;

/**
 * The name of an object within its kind.
 *
 * @param namespace {@code ""} for cluster-scoped kinds
 */
public record ObjectKey(String namespace, String name) {
    /** {@code namespace/name}, or the bare name. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
