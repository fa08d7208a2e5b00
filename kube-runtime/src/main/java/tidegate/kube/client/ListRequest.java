package tidegate.kube.client;

/**
 * What to list.
 *
 * @param namespace {@code ""} for all namespaces
 * @param labelSelector as the API writes it; {@code ""} for all
 * @param limit objects per page; 0 leaves it to the server (everything)
 * @param continueToken of the page before; {@code ""} for the first
 * @param resourceVersion {@code ""} for a consistent read
 */
public record ListRequest(
        String namespace,
        String labelSelector,
        String fieldSelector,
        int limit,
        String continueToken,
        String resourceVersion) {
    public static ListRequest everywhere() {
        return in("");
    }

    public static ListRequest in(String namespace) {
        return new ListRequest(namespace, "", "", 0, "", "");
    }

    public ListRequest withLabels(String selector) {
        return new ListRequest(namespace, selector, fieldSelector, limit, continueToken, resourceVersion);
    }

    public ListRequest withFields(String selector) {
        return new ListRequest(namespace, labelSelector, selector, limit, continueToken, resourceVersion);
    }

    public ListRequest withLimit(int objects) {
        return new ListRequest(namespace, labelSelector, fieldSelector, objects, continueToken, resourceVersion);
    }

    public ListRequest continuedBy(String token) {
        return new ListRequest(namespace, labelSelector, fieldSelector, limit, token, resourceVersion);
    }
}
