package tidegate.playground.apiserver.store;

/**
 * Where an object is stored.
 *
 * @param resource plural and group, {@code replicasets.apps}; one for all versions of a kind
 * @param namespace {@code ""} for what belongs to the cluster
 */
public record Key(String resource, String namespace, String name) {
    /** Sorts a namespace's objects together, as lists and their pages are sorted. */
    String place() {
        return namespace + '/' + name;
    }
}
