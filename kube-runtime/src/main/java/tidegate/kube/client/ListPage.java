package tidegate.kube.client;

import java.util.List;
import tidegate.api.json.Json;

/**
 * One page of a list.
 *
 * @param items with {@code apiVersion} and {@code kind}, which servers leave out inside lists
 * @param version of the collection: every page of one list has that of its first
 * @param continueToken {@code ""} on the last page
 */
public record ListPage(List<Json> items, ResourceVersion version, String continueToken) {
    public boolean isLast() {
        return continueToken.isEmpty();
    }
}
