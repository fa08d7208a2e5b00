package tidegate.rollout.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.hash.PodTemplateHash;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.api.validation.FieldError;
import tidegate.api.validation.References;
import tidegate.api.validation.RolloutValidation;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.bluegreen.BlueGreenStrategy;
import tidegate.rollout.plan.lineage.Claim;
import tidegate.rollout.plan.lineage.HashTrap;
import tidegate.rollout.plan.lineage.Lineage;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.metadata.EphemeralMetadata;
import tidegate.rollout.plan.placement.AntiAffinity;
import tidegate.rollout.plan.restart.Renewal;
import tidegate.rollout.plan.seen.CreateFailure;
import tidegate.rollout.plan.service.UnnamedServices;
import tidegate.rollout.plan.status.Creation;
import tidegate.rollout.plan.status.InvalidSpec;
import tidegate.rollout.plan.strategy.CanaryStrategy;
import tidegate.rollout.plan.strategy.Decision;
import tidegate.rollout.plan.workload.Generation;
import tidegate.rollout.plan.workload.Migration;
import tidegate.rollout.plan.workload.Resolution;

/** Decides one pass over one Rollout. Same snapshot and instant, same plan; touches nothing. */
public final class RolloutPlanner {
    private static final Duration LOOK_AT_NAMED_AGAIN = Duration.ofSeconds(20);

    public Plan plan(RolloutSnapshot seen, Instant now) {
        if (seen.freshness() instanceof Freshness.Behind(String what)) return Plan.waitFor(what);
        if (seen.rollout().meta().isBeingDeleted()) return Plan.waitFor("deletion");
        return Troubled.told(decide(seen, now), seen, now);
    }

    private static Plan decide(RolloutSnapshot seen, Instant now) {
        Rollout stored = seen.rollout();
        Optional<String> fault = firstError(stored, seen.neighbours().references());
        // what is wrong with the spec alone is wrong with whatever it names
        Optional<String> error = fault.isEmpty() ? fault : firstError(stored, References.UNKNOWN);
        if (error.isPresent())
            return Assembly.statusOnly(stored, InvalidSpec.report(stored, error.get(), now), Optional.empty());
        if (seen.freshness() instanceof Freshness.Unlisted(String why))
            return Standstill.plan(seen, stored.status(), why, now);
        return isUnderWay(stored) || fault.isEmpty() ? plan(seen, fault, now) : faulty(stored, fault.get(), now);
    }

    private static Optional<String> firstError(Rollout rollout, References references) {
        return RolloutValidation.firstError(rollout.json(), references).map(FieldError::toString);
    }

    /** Whether there are versions that an abort, or the deadline, may be about. */
    private static boolean isUnderWay(Rollout rollout) {
        RolloutStatus status = rollout.status();
        return !status.stableRS().isEmpty() && !status.currentPodHash().isEmpty();
    }

    private static Plan plan(RolloutSnapshot seen, Optional<String> fault, Instant now) {
        Rollout stored = seen.rollout();
        if (stored.spec().givenReplicas().isEmpty())
            return Standstill.beside(Assembly.defaultReplicas(stored), seen, now);
        return switch (Resolution.of(stored, seen.neighbours().workload(), seen.replicaSets())) {
            case Resolution.Known(Rollout rollout) -> recognised(seen.with(rollout), stored, fault, now);
            case Resolution.Assumed(Rollout rollout, String hash, String why) -> {
                Claim claim = Claim.of(rollout, seen.replicaSets());
                Lineage lineage = Lineage.at(hash, claim.owned());
                yield plan(
                        seen.with(rollout),
                        claim,
                        lineage,
                        stored,
                        doubt(fault, now).waitingFor(why),
                        fault,
                        now);
            }
            case Resolution.Unknown(String why) -> unknown(seen, fault, why, now);
        };
    }

    /** Neither the template nor the present version's ReplicaSet is in sight. */
    private static Plan unknown(RolloutSnapshot seen, Optional<String> fault, String why, Instant now) {
        Rollout stored = seen.rollout();
        if (!isUnderWay(stored))
            return fault.map(error -> faulty(stored, error, now)).orElseGet(() -> Plan.waitFor(why));
        if (!(seen.freshness() instanceof Freshness.Live)) return Plan.askTheApi(new Want.ReplicaSets(), why);
        return fault.map(error -> Standstill.plan(seen, InvalidSpec.report(stored, error, now), why, now)
                        .lookingAt(now.plus(LOOK_AT_NAMED_AGAIN)))
                .orElseGet(() -> Standstill.plan(seen, stored.status(), why, now));
    }

    private static Plan recognised(RolloutSnapshot seen, Rollout stored, Optional<String> fault, Instant now) {
        Rollout rollout = seen.rollout();
        Claim claim = Claim.of(rollout, seen.replicaSets());
        Lineage lineage = Lineage.of(rollout, claim.owned(), seen.past().serverDefaults());
        Errand doubt = doubt(fault, now);
        Optional<Want> question = fault.isEmpty() ? question(seen, lineage, now) : Optional.empty();
        if (question.isEmpty()) return plan(seen, claim, lineage, stored, doubt, fault, now);
        Lineage presumed = Lineage.at(rollout.status().currentPodHash(), claim.owned());
        Errand asking = doubt.wanting(question.get())
                .waitingFor("the API to say whether this pod template is that of the present version");
        return plan(seen, claim, presumed, stored, asking, fault, now);
    }

    private static Optional<Want> question(RolloutSnapshot seen, Lineage lineage, Instant now) {
        Rollout rollout = seen.rollout();
        String generation = Long.toString(rollout.meta().generation());
        boolean isObserved = rollout.status().observedGeneration().equals(generation) && Generation.isObserved(rollout);
        if (lineage.newest().isPresent() || !isObserved) return Optional.empty();
        var collisions = rollout.status().collisionCount();
        return HashTrap.question(
                Release.of(rollout, lineage, collisions, seen.neighbours(), seen.past(), Optional.empty(), now));
    }

    /**
     * The decision, with everybody's part known.
     *
     * @param seen with the Rollout as decisions see it, which may have its template from elsewhere
     */
    private static Plan plan(
            RolloutSnapshot seen,
            Claim claim,
            Lineage lineage,
            Rollout stored,
            Errand doubt,
            Optional<String> fault,
            Instant now) {
        Rollout rollout = seen.rollout();
        if (isAnOrphanNeeded(rollout, claim))
            return Standstill.beside(Assembly.ownership(rollout, claim), seen.with(stored), now);
        Optional<String> missing = missing(seen, lineage);
        if (missing.isPresent()) return Plan.askTheApi(new Want.ReplicaSets(), missing.get());
        if (fault.isPresent() && lineage.newest().isEmpty())
            return notBegun(seen, claim, lineage, stored, doubt, fault.get(), now);
        OptionalInt collisions = collisions(seen, lineage);
        Release release = Release.of(rollout, lineage, collisions, seen.neighbours(), seen.past(), fault, now);
        Creation creation = creation(seen, release);
        Decision decision = decision(release, creation).map(status -> Generation.observed(status, rollout));
        Decision sized = withErrands(decision, release);
        Decision complete = sized.and(Generation.errand(stored, rollout))
                .and(Migration.errand(release, sized))
                .and(doubt);
        return new Assembly(release, creation, claim, complete).plan(collisions);
    }

    /** Another template, while something that the spec names is not in order: what there is already goes on. */
    private static Plan notBegun(
            RolloutSnapshot seen,
            Claim claim,
            Lineage lineage,
            Rollout stored,
            Errand doubt,
            String fault,
            Instant now) {
        Optional<ReplicaSet> present = lineage.withHash(stored.status().currentPodHash());
        if (present.isEmpty()) return faulty(stored, fault, now);
        RolloutSnapshot before = seen.with(Resolution.asRunBy(present.get(), stored));
        Lineage owned = Lineage.at(present.get().hash(), claim.owned());
        return plan(before, claim, owned, stored, doubt, Optional.of(fault), now);
    }

    /** What is wrong with an object that the spec names may be put right without any change to the Rollout. */
    private static Errand doubt(Optional<String> fault, Instant now) {
        return fault.map(error -> Errand.NONE.waitingFor(error).lookingAt(now.plus(LOOK_AT_NAMED_AGAIN)))
                .orElse(Errand.NONE);
    }

    /** Nothing of it is deployed yet, or not of this version: it is not begun before all that it names is in order. */
    private static Plan faulty(Rollout rollout, String fault, Instant now) {
        RolloutStatus report = InvalidSpec.report(rollout, fault, now);
        return Assembly.statusOnly(rollout, report, Optional.of(now.plus(LOOK_AT_NAMED_AGAIN)));
    }

    private static Decision decision(Release release, Creation creation) {
        return switch (release.rollout().spec().strategy()) {
            case Strategy.Canary canary -> new CanaryStrategy(release, creation, canary).decide();
            case Strategy.BlueGreen blueGreen -> new BlueGreenStrategy(release, creation, blueGreen).decide();
            case Strategy.Unspecified nothing -> throw new IllegalStateException(nothing + " passed validation");
        };
    }

    /** What is the same for every strategy. */
    private static Decision withErrands(Decision decided, Release release) {
        RolloutStatus next = decided.draft().status();
        Renewal renewal =
                Renewal.of(release, next, decided.sizes()::of, decided.sizes().target());
        Decision decision = decided.leavingAlone(renewal.keptFromFalling(release, decided.sizes()::of))
                .with(decided.sizes().with(renewal.sizes(), renewal.holds()))
                .and(renewal.errand());
        return decision.and(UnnamedServices.released(release))
                .and(AntiAffinity.errand(release, next))
                .and(EphemeralMetadata.errand(release, decision.sizes()::of));
    }

    /** An orphan that is the present or the stable version has to be owned before anything else can be decided. */
    private static boolean isAnOrphanNeeded(Rollout rollout, Claim claim) {
        if (claim.toAdopt().isEmpty()) return false;
        Lineage orphans = Lineage.of(rollout, claim.toAdopt());
        return orphans.newest().isPresent()
                || orphans.withHash(rollout.status().stableRS()).isPresent()
                || orphans.withHash(rollout.status().currentPodHash()).isPresent();
    }

    /** A version that status names and the caches do not have. Absence is a fact only when the API says so. */
    private static Optional<String> missing(RolloutSnapshot seen, Lineage lineage) {
        if (seen.freshness() instanceof Freshness.Live) return Optional.empty();
        RolloutStatus status = seen.rollout().status();
        boolean stableIsLost = !status.stableRS().isEmpty()
                && lineage.withHash(status.stableRS()).isEmpty();
        boolean newestIsLost = lineage.newest().isEmpty()
                && seen.createFailure().isEmpty()
                && !status.currentPodHash().isEmpty()
                && lineage.withHash(status.currentPodHash()).isEmpty();
        return stableIsLost || newestIsLost
                ? Optional.of("the API to confirm that a ReplicaSet named in status is gone")
                : Optional.empty();
    }

    /** One more if the name of the ReplicaSet to be created is taken. */
    private static OptionalInt collisions(RolloutSnapshot seen, Lineage lineage) {
        OptionalInt stored = seen.rollout().status().collisionCount();
        if (lineage.newest().isPresent() || seen.createFailure().isEmpty()) return stored;
        if (!(seen.createFailure().get() instanceof CreateFailure.NameTaken(String taken))) return stored;
        Json template = seen.rollout().spec().template();
        boolean again = taken.equals(Release.nameOf(seen.rollout(), PodTemplateHash.of(template, stored)));
        return again ? OptionalInt.of(stored.orElse(0) + 1) : stored;
    }

    private static Creation creation(RolloutSnapshot seen, Release release) {
        if (release.newest().isPresent()) return new Creation.NotDue();
        return seen.createFailure()
                                .filter(failure -> failure.replicaSet().equals(release.name()))
                                .orElse(null)
                        instanceof CreateFailure.Refused(String _, String error)
                ? new Creation.Refused(error)
                : new Creation.Planned();
    }
}
