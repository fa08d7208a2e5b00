package tidegate.simulator.law;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.PauseCondition;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Strategy;
import tidegate.api.value.WireTime;
import tidegate.api.wire.Annotations;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;

/**
 * Users of a blue-green Rollout are sent to a new version only once the wait is over that the spec asks for: by its time,
 * by a user, or because a full promotion is wanted. A version that goes back fast does not wait, nor the first that a
 * Service is switched to: users are at all versions then.
 *
 * <p>The controller's own note that the wait is over ({@code scaleUpPreviewCheckPoint}) is judged when it is written, and
 * believed from then on.
 */
public final class PromotionLaw implements Law {
    private static final String PAUSE = "BlueGreenPause";

    /** By hash, until when a version that was replaced keeps its pods, as last written. */
    private final Map<String, Instant> keepsPodsUntil = new HashMap<>();

    private String goesBackFast = "";

    /** The version that a Service was first switched to: until then it selected those of all. */
    private String firstToServe = "";

    @Override
    public Optional<String> judge(Change change, World world) {
        if (change.kind() == Kind.REPLICA_SET && !change.isDeletion()) noteDeadline(ReplicaSet.of(change.after()));
        if (change.author() != Author.CONTROLLER || change.isCreation() || change.isDeletion()) return Optional.empty();
        return switch (change.kind()) {
            case ROLLOUT -> noted(Rollout.of(change.before()), Rollout.of(change.after()), world);
            case SERVICE -> switched(change, world);
            case REPLICA_SET, POD, DEPLOYMENT -> Optional.empty();
        };
    }

    private void noteDeadline(ReplicaSet set) {
        set.meta()
                .annotation(Annotations.SCALE_DOWN_DEADLINE)
                .flatMap(text -> WireTime.of(Json.of(text)))
                .ifPresent(until -> keepsPodsUntil.put(set.hash(), until));
    }

    private Optional<String> noted(Rollout before, Rollout after, World world) {
        String hash = after.status().currentPodHash();
        if (!hash.equals(before.status().currentPodHash())) goesBackFast = isInItsDelay(hash, world) ? hash : "";
        boolean isNoted =
                after.status().scaleUpPreviewCheckPoint() && !before.status().scaleUpPreviewCheckPoint();
        return isNoted && !mayHaveUsers(before, hash, world)
                ? Optional.of("the wait before " + hash + " gets the users is said to be over, it began: "
                        + before.status().pauseConditions())
                : Optional.empty();
    }

    private boolean isInItsDelay(String hash, World world) {
        return keepsPodsUntil.getOrDefault(hash, Instant.MIN).isAfter(world.decided());
    }

    private Optional<String> switched(Change change, World world) {
        String from = Service.of(change.before()).hash();
        String to = Service.of(change.after()).hash();
        if (from.isEmpty()) firstToServe = to;
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) return Optional.empty();
        for (Rollout rollout : world.rolloutsSinceSeen()) {
            boolean isActive = rollout.spec().strategy() instanceof Strategy.BlueGreen blueGreen
                    && blueGreen.activeService().equals(change.name());
            if (!isActive || rollout.status().scaleUpPreviewCheckPoint() || mayHaveUsers(rollout, to, world))
                return Optional.empty();
        }
        return world.rollout()
                .map(rollout -> change.name() + " is switched from " + from + " to " + to
                        + " although the wait is not over, it began: "
                        + rollout.status().pauseConditions());
    }

    private boolean mayHaveUsers(Rollout rollout, String hash, World world) {
        if (!(rollout.spec().strategy() instanceof Strategy.BlueGreen blueGreen)) return true;
        RolloutStatus status = rollout.status();
        return status.stableRS().isEmpty()
                || status.stableRS().equals(hash)
                || status.promoteFull()
                || isOver(blueGreen, status, world.clock())
                || hash.equals(firstToServe)
                || nobodyIsAnywhere(blueGreen, world)
                || isOlderThanStable(rollout, hash, world)
                        && (rollout.spec().rollbackRevisions() > 0 || isFast(hash, world));
    }

    private boolean isFast(String hash, World world) {
        return goesBackFast.equals(hash) || isInItsDelay(hash, world);
    }

    private static boolean isOver(Strategy.BlueGreen blueGreen, RolloutStatus status, Instant now) {
        boolean byItself = blueGreen.autoPromotionEnabled();
        Duration wait = blueGreen.autoPromotion();
        if (byItself && wait.isZero()) return true;
        if (status.pauseConditions().isEmpty()) return status.controllerPause();
        Optional<PauseCondition> pause = status.pauseCondition(PAUSE);
        return byItself
                && pause.filter(begun -> !begun.startedAt().plus(wait).isAfter(now))
                        .isPresent();
    }

    private static boolean nobodyIsAnywhere(Strategy.BlueGreen blueGreen, World world) {
        return world.api()
                .find(Kind.SERVICE, blueGreen.activeService())
                .filter(service -> Service.of(service).hash().isEmpty())
                .isPresent();
    }

    /** Somebody may have deleted its ReplicaSet since it was looked at. */
    private static boolean isOlderThanStable(Rollout rollout, String hash, World world) {
        return world.withHash(hash)
                .or(() -> world.seenWithHash(hash))
                .flatMap(set -> set.meta().createdAt())
                .filter(born -> world.withHash(rollout.status().stableRS())
                        .flatMap(stable -> stable.meta().createdAt())
                        .filter(stable -> !born.isAfter(stable))
                        .isPresent())
                .isPresent();
    }
}
