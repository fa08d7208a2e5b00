package tidegate.playground.kubelet;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;

/** What a node remembers of one pod it has taken: how it plays, and what the API was last told. */
final class HeldPod {
    private final String uid;
    private final PodReport.Address address;
    private PodPlay play;
    private List<Json> reportedConditions;
    private @Nullable Json reported;
    private @Nullable Json newestSeen;
    private boolean removalSent;

    HeldPod(String uid, PodReport.Address address, PodPlay play, List<Json> conditions) {
        this.uid = uid;
        this.address = address;
        this.play = play;
        this.reportedConditions = conditions;
    }

    String uid() {
        return uid;
    }

    PodReport.Address address() {
        return address;
    }

    boolean isSamePod(Json pod) {
        return pod.at("metadata", "uid").stringOrEmpty().equals(uid);
    }

    /** Orders come from other threads than the pod's own pass. */
    synchronized PodPlay change(UnaryOperator<PodPlay> change) {
        play = change.apply(play);
        return play;
    }

    synchronized List<Json> reportedConditions() {
        return reportedConditions;
    }

    synchronized boolean hasReported(Json status) {
        return status.equals(reported);
    }

    /** @param answer the pod as the API has it now: newer than what the watch has brought so far */
    synchronized void reported(Json status, Json answer) {
        reported = status;
        reportedConditions = status.get("conditions").elements();
        newestSeen = answer;
    }

    /** The newer of what the watch brought and what our own last write was answered. */
    synchronized Json newest(Json watched) {
        return newestSeen != null && versionOf(newestSeen) > versionOf(watched) ? newestSeen : watched;
    }

    /** True once; the pod may stay for its finalizers after that. */
    synchronized boolean marksRemoval() {
        boolean first = !removalSent;
        removalSent = true;
        return first;
    }

    synchronized void unmarkRemoval() {
        removalSent = false;
    }

    private static long versionOf(Json pod) {
        String version = pod.at("metadata", "resourceVersion").stringOrEmpty();
        return version.matches("\\d{1,18}") ? Long.parseLong(version) : 0;
    }
}
