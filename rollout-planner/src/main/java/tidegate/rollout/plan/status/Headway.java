package tidegate.rollout.plan.status;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.rollout.plan.capacity.Split;
import tidegate.rollout.plan.lineage.Release;

/**
 * How far a release has come on its way to where the present step wants it.
 *
 * <p>The progress deadline counts from the best headway of an attempt, not from the last change of a number: a pod that
 * crashes and becomes available again comes back to where the release had been before, and that is no progress. The
 * condition {@code Progressing} stands for that best: its {@code lastUpdateTime} says when it was reached. Where the
 * counts in the status have fallen below it since, its message ends with it, in words that this class reads again. Thus
 * nothing is remembered outside the status, and a condition that somebody else writes begins anew.
 *
 * @see <a href="docs/adr/0013-progress-is-the-best-so-far.md">ADR 13</a>
 * @param updated pods of the present version
 * @param ready those of them that are ready
 * @param available those of them that are available
 * @param others pods of all other versions
 */
record Headway(int updated, int ready, int available, int others) {
    private static final Pattern WORDS = Pattern.compile(
            " Best so far: (\\d{1,9}) updated, (\\d{1,9}) ready, (\\d{1,9}) available, (\\d{1,9}) others\\.");

    static Headway seen(Release release) {
        int all = Counts.replicas(release.lineage().all());
        return release.newest()
                .map(ReplicaSet::counts)
                .map(newest ->
                        new Headway(newest.replicas(), newest.ready(), newest.available(), all - newest.replicas()))
                .orElseGet(() -> new Headway(0, 0, 0, all));
    }

    /** The best that this status knows of. */
    static Headway best(RolloutStatus stored) {
        return Progress.condition(stored).flatMap(Headway::inWords).orElseGet(() -> counted(stored));
    }

    /** As far as the counts of a status tell, which do not tell versions apart: others are taken for healthy. */
    static Headway counted(RolloutStatus status) {
        int others = Math.max(0, status.replicas() - status.updatedReplicas());
        return new Headway(
                status.updatedReplicas(),
                Math.max(0, status.readyReplicas() - others),
                Math.max(0, status.availableReplicas() - others),
                others);
    }

    private static Optional<Headway> inWords(Condition progressing) {
        Matcher words = WORDS.matcher(progressing.message());
        return words.find()
                ? Optional.of(new Headway(number(words, 1), number(words, 2), number(words, 3), number(words, 4)))
                : Optional.empty();
    }

    private static int number(Matcher words, int group) {
        return Integer.parseInt(words.group(group));
    }

    boolean isNearerThan(Headway other, Split goal) {
        return distance(goal) < other.distance(goal);
    }

    /** Every pod counts three times: once it is there, once it is ready, once it is available. */
    private long distance(Split goal) {
        return (long) Math.abs(updated - goal.canary())
                + Math.abs(others - goal.stable())
                + Math.max(0, goal.canary() - ready)
                + Math.max(0, goal.canary() - available);
    }

    /** The message, with this at its end. */
    String addedTo(String message) {
        return withoutWords(message) + " Best so far: " + updated + " updated, " + ready + " ready, " + available
                + " available, " + others + " others.";
    }

    private static String withoutWords(String message) {
        return WORDS.matcher(message).replaceFirst("");
    }
}
