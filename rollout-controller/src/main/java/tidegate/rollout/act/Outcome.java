package tidegate.rollout.act;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.seen.CreateFailure;

/**
 * What became of a plan.
 *
 * @param held stages, and STATUS, of which every write succeeded
 * @param failures of the others, in their order; empty if all of the plan holds
 * @param settled {@linkplain Subject subjects} of which everything that was tried is written
 * @param due events whose condition held, in their order
 * @param written uids of the objects that were written and are known to be
 * @param doubts writes that were not answered and matter, with the events that are due if they happened
 * @param left writes to pods that were left to the next pass, because there were too many for one
 */
public record Outcome(
        Set<Stage.Name> held,
        List<Failure> failures,
        Set<String> settled,
        List<Notice> due,
        Set<String> written,
        List<Doubt> doubts,
        int left) {
    public Outcome {
        settled = Set.copyOf(settled);
        held = Set.copyOf(held);
        failures = List.copyOf(failures);
        due = List.copyOf(due);
        written = Set.copyOf(written);
        doubts = List.copyOf(doubts);
    }

    /** Why one action, or the status, was not written. */
    public sealed interface Failure {
        /** For humans: what was tried and what the answer was. */
        String why();

        /** Something changed since the snapshot: look and plan again, which may well be the end of it. */
        record Outdated(String why) implements Failure {}

        /** No ReplicaSet was created; the planner is to know. */
        record NotCreated(CreateFailure failure, String why) implements Failure {}

        /**
         * Not answered, or the server is busy: worth another try.
         *
         * @param subject as {@link Subject} names it
         * @param notBefore what the server asked for
         */
        record Retriable(String subject, String why, Duration notBefore) implements Failure {}

        /**
         * Refused until somebody changes something.
         *
         * @param subject as {@link Subject} names it
         * @param error the server's own words
         */
        record Refused(String subject, String error, String why) implements Failure {}

        /** Not tried, as something it needs did not hold. */
        record Skipped(String why) implements Failure {}

        /** This process may not write any more: nothing after it was tried. */
        record NotLeading(String why) implements Failure {}
    }

    /** Whether a write was tried and nothing failed. */
    public boolean isComplete() {
        return failures.isEmpty();
    }

    public Optional<CreateFailure> createFailure() {
        return failures.stream()
                .filter(Failure.NotCreated.class::isInstance)
                .map(failure -> ((Failure.NotCreated) failure).failure())
                .findFirst();
    }

    public boolean isNotLeading() {
        return failures.stream().anyMatch(Failure.NotLeading.class::isInstance);
    }
}
