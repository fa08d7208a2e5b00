package tidegate.kube.client;

import java.time.Duration;

/**
 * What to watch; bookmarks are always asked for.
 *
 * @param from the version after which changes are wanted
 * @param lasting how long the server keeps the stream open
 */
public record WatchRequest(
        String namespace, String labelSelector, String fieldSelector, ResourceVersion from, Duration lasting) {
    /** Watches what the list request lists. */
    public static WatchRequest after(ListRequest listed, ResourceVersion from, Duration lasting) {
        return new WatchRequest(listed.namespace(), listed.labelSelector(), listed.fieldSelector(), from, lasting);
    }
}
