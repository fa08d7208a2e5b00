package tidegate.kube.informer;

import java.time.Instant;
import java.util.Optional;

/**
 * How an informer is doing.
 *
 * @param synced the first list is in the store
 * @param trouble what has kept it from the server, until it gets through again
 */
public record InformerHealth(boolean synced, int objects, int relists, Optional<Trouble> trouble) {
    public record Trouble(Instant since, String why) {}
}
