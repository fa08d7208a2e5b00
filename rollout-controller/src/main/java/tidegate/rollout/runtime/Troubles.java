package tidegate.rollout.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tidegate.kube.client.KubeError;
import tidegate.rollout.act.Outcome;
import tidegate.rollout.act.Outcome.Failure;
import tidegate.rollout.act.Subject;
import tidegate.rollout.observe.Unanswered;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.CreateFailure;
import tidegate.rollout.plan.seen.Trouble;

/**
 * What keeps failing about one Rollout, by subject. A refusal is told at once; an API server that does not answer only
 * when it did not for a while, as such things mostly pass. What is told of a subject stays the same from retry to retry.
 */
final class Troubles {
    private static final Duration PASSES_BY_ITSELF = Duration.ofSeconds(2);
    private static final String UNAVAILABLE = "the API server does not answer, or fails";

    private final Map<String, Kept> bySubject = new TreeMap<>();

    /** @param silent whether there was no answer when it was last tried */
    private record Kept(String error, boolean refused, boolean silent, Instant since) {
        boolean isToldAt(Instant now) {
            return refused || !now.isBefore(since.plus(PASSES_BY_ITSELF));
        }

        /** A refusal says more than no answer; the first words stay otherwise. */
        Kept or(Kept later) {
            return !refused && later.refused ? later : new Kept(error, refused, later.silent, since);
        }
    }

    /** What the planner is told, in the order of the subjects. */
    List<Trouble> told(Instant now) {
        return bySubject.entrySet().stream()
                .filter(entry -> entry.getValue().isToldAt(now))
                .map(entry -> new Trouble(entry.getKey(), entry.getValue().error()))
                .toList();
    }

    /** What did not answer when it was last tried. */
    Set<String> silent() {
        return bySubject.entrySet().stream()
                .filter(entry -> entry.getValue().silent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * The status of a new version waits for its ReplicaSet, but not for ever: no answer for long is a failure, too, and so
     * is whatever fails that has to be written before.
     */
    Optional<CreateFailure> ofCreate(Plan plan, Instant now) {
        for (Stage stage : plan.stages())
            for (Action action : stage.actions())
                if (action instanceof Action.CreateReplicaSet create)
                    return hindrance(plan, stage, now).map(error -> new CreateFailure.Refused(create.name(), error));
        return Optional.empty();
    }

    private Optional<String> hindrance(Plan plan, Stage create, Instant now) {
        return told(create, now)
                .map(Trouble::error)
                .or(() -> plan.stages().stream()
                        .filter(stage -> create.needs().contains(stage.name()))
                        .flatMap(needed -> told(needed, now).stream())
                        .map(trouble -> trouble.about() + " has to be written before: " + trouble.error())
                        .findFirst());
    }

    private Optional<Trouble> told(Stage stage, Instant now) {
        Set<String> subjects = stage.actions().stream().map(Subject::of).collect(Collectors.toSet());
        return told(now).stream()
                .filter(trouble -> subjects.contains(trouble.about()))
                .findFirst();
    }

    /**
     * After a pass: what failed is kept, what succeeded or is no longer due is dropped.
     *
     * @param asked what the API was asked for this pass, answered or not
     */
    void note(Plan plan, Set<Want> asked, Outcome outcome, List<Unanswered> unanswered, Instant now) {
        Set<String> due = due(plan, unanswered);
        // a plan that wants to know something first does not say what else is due; that it may not know is an answer
        boolean complete = asked.containsAll(plan.wants())
                && unanswered.stream().allMatch(question -> isRefusal(question.error()));
        bySubject.keySet().removeIf(subject -> outcome.settled().contains(subject));
        bySubject.keySet().removeIf(subject -> complete && !due.contains(subject));
        for (Failure failure : outcome.failures())
            kept(failure, now).ifPresent(found -> keep(subjectOf(failure), found));
        for (Unanswered question : unanswered) keep(question.subject(), kept(question, now));
    }

    private static Set<String> due(Plan plan, List<Unanswered> unanswered) {
        var due = new HashSet<>(plan.actions().stream().map(Subject::of).collect(Collectors.toSet()));
        for (Unanswered question : unanswered) due.add(question.subject());
        return due;
    }

    private void keep(String subject, Kept found) {
        bySubject.merge(subject, found, Kept::or);
    }

    private static String subjectOf(Failure failure) {
        return switch (failure) {
            case Failure.Retriable retriable -> retriable.subject();
            case Failure.Refused refused -> refused.subject();
            case Failure.Outdated _, Failure.NotCreated _, Failure.Skipped _, Failure.NotLeading _ -> "";
        };
    }

    /** Empty for what is no trouble, or is told in another way; that the status cannot be written, it cannot tell. */
    private static Optional<Kept> kept(Failure failure, Instant now) {
        if (subjectOf(failure).equals(Subject.STATUS)) return Optional.empty();
        return switch (failure) {
            case Failure.Retriable _ -> Optional.of(new Kept(UNAVAILABLE, false, true, now));
            case Failure.Refused refused -> Optional.of(new Kept(refused.error(), true, false, now));
            case Failure.Outdated _, Failure.NotCreated _, Failure.Skipped _, Failure.NotLeading _ -> Optional.empty();
        };
    }

    private static Kept kept(Unanswered question, Instant now) {
        boolean refused = isRefusal(question.error());
        return new Kept(refused ? question.error().message() : UNAVAILABLE, refused, !refused, now);
    }

    private static boolean isRefusal(KubeError error) {
        return error.retry() == KubeError.Retry.POINTLESS;
    }
}
