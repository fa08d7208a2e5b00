package tidegate.system.bench;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tidegate.api.json.Json;

/**
 * Something that may be true of a cluster, in the words of Kubernetes.
 *
 * @param text how a report names it
 * @param holds whether it is true of this state
 */
public record Expect(String text, Predicate<ClusterState> holds) {

    public static Expect that(String text, Predicate<ClusterState> holds) {
        return new Expect(text, holds);
    }

    /** {@code status.phase}, observed for the latest spec. */
    public static Expect phase(String rollout, String phase) {
        return of(
                rollout,
                "phase " + phase,
                found -> observed(found)
                        && found.at("status", "phase").stringOrEmpty().equals(phase));
    }

    public static Expect healthy(String rollout) {
        return phase(rollout, "Healthy");
    }

    /** Stopped by its own pause step. */
    public static Expect pausedAtStep(String rollout, int index) {
        return of(
                rollout,
                "paused at step " + index,
                found -> observed(found)
                        && found.at("status", "phase").stringOrEmpty().equals("Paused")
                        && found.at("status", "message").stringOrEmpty().equals("CanaryPauseStep")
                        && found.at("status", "currentStepIndex").integer().orElse(-1) == index);
    }

    /** Waiting before the new version gets the users. */
    public static Expect pausedBeforePromotion(String rollout) {
        return of(
                rollout,
                "paused before promotion",
                found -> observed(found)
                        && found.at("status", "phase").stringOrEmpty().equals("Paused")
                        && found.at("status", "message").stringOrEmpty().equals("BlueGreenPause"));
    }

    public static Expect degraded(String rollout, String messagePart) {
        return of(
                rollout,
                "Degraded with '" + messagePart + "'",
                found -> observed(found)
                        && found.at("status", "phase").stringOrEmpty().equals("Degraded")
                        && found.at("status", "message").stringOrEmpty().contains(messagePart));
    }

    /** A field of the status, as its JSON text; {@code ""} for an absent one. */
    public static Expect status(String rollout, String field, String value) {
        return of(
                rollout,
                "status." + field + " " + value,
                found -> text(found.get("status").at(field.split("\\."))).equals(value));
    }

    /** A condition of the Rollout by type, status and reason. */
    public static Expect condition(String rollout, String type, String status, String reason) {
        return of(
                rollout,
                "condition " + type + "=" + status + " " + reason,
                found -> found.at("status", "conditions").elements().stream()
                        .anyMatch(one -> one.get("type").stringOrEmpty().equals(type)
                                && one.get("status").stringOrEmpty().equals(status)
                                && one.get("reason").stringOrEmpty().equals(reason)));
    }

    /** Which image tag the stable ReplicaSet runs. */
    public static Expect stable(String rollout, String tag) {
        return that(rollout + ": stable runs " + tag, state -> {
            String stable = state.rollout(rollout)
                    .map(found -> found.at("status", "stableRS").stringOrEmpty())
                    .orElse("");
            return !stable.isEmpty()
                    && state.replicaSetOf(tag)
                            .filter(set -> hash(set).equals(stable))
                            .isPresent();
        });
    }

    /** A Service selects the version of an image tag, and only that. */
    public static Expect selects(String service, String tag) {
        return that(service + " selects " + tag, state -> {
            String selected = selectorHash(state, service);
            return !selected.isEmpty()
                    && state.replicaSetOf(tag)
                            .filter(set -> hash(set).equals(selected))
                            .isPresent();
        });
    }

    /** For what must hold all the time: once a Service selects one version, so many of its pods take traffic. */
    public static Expect servesWith(String service, int count) {
        return that(
                "at least " + count + " ready pods behind " + service,
                state -> selectorHash(state, service).isEmpty() || state.readyPodsBehind(service) >= count);
    }

    private static String selectorHash(ClusterState state, String service) {
        return state.service(service)
                .map(found -> found.at("spec", "selector", ClusterState.HASH).stringOrEmpty())
                .orElse("");
    }

    /** Exactly this many pods of an image tag exist, all of them ready, none on its way out. */
    public static Expect pods(String tag, int count) {
        return that(count + " pods of " + tag, state -> {
            List<Json> found = state.podsOf(tag);
            return found.size() == count && found.stream().allMatch(ClusterState::isReady);
        });
    }

    /** The size that the ReplicaSet of an image tag is to have. */
    public static Expect replicas(String tag, int count) {
        return that(
                "ReplicaSet of " + tag + " at " + count,
                state -> state.replicaSetOf(tag)
                                .map(set -> set.at("spec", "replicas").integer().orElse(-1))
                                .orElse(0)
                        == count);
    }

    /** A Service selects pods of all versions. */
    public static Expect selectsAll(String service) {
        return that(
                "Service " + service + " selects all versions",
                state -> state.service(service).isPresent()
                        && selectorHash(state, service).isEmpty());
    }

    /** Every pod of an image tag has exactly this label; {@code ""} for none. */
    public static Expect podLabel(String tag, String key, String value) {
        return that(
                "pods of " + tag + " with label " + key + "=" + value,
                state -> state.podsOf(tag).stream()
                        .allMatch(pod -> pod.at("metadata", "labels", key)
                                .stringOrEmpty()
                                .equals(value)));
    }

    public static Expect replicaSets(int count) {
        return that(count + " ReplicaSets", state -> state.replicaSets().size() == count);
    }

    /** An event was written, counting repetitions. */
    public static Expect event(String reason, String message, int times) {
        return that(
                times + " × event " + reason + ": " + message,
                state -> state.events().stream()
                                .filter(one -> one.get("reason").stringOrEmpty().equals(reason)
                                        && one.get("message").stringOrEmpty().equals(message))
                                .mapToInt(one ->
                                        Math.max(1, one.get("count").integer().orElse(1)))
                                .sum()
                        == times);
    }

    /** So many events of a reason were written, each an object of its own. */
    public static Expect events(String reason, int count) {
        return that(
                count + " × event " + reason,
                state -> state.events().stream()
                                .filter(one -> one.get("reason").stringOrEmpty().equals(reason))
                                .count()
                        == count);
    }

    /** Every ReplicaSet has the pods that it is to have and no others, and the Rollout has counted them. */
    public static Expect countsAgree(String rollout) {
        return that(
                rollout + ": counts agree",
                state -> state.replicaSets().stream().allMatch(Expect::hasItsPods)
                        && state.rollout(rollout)
                                .filter(found -> hasCounted(found, state))
                                .isPresent());
    }

    private static boolean hasItsPods(Json set) {
        int wanted = number(set, "spec", "replicas");
        return Stream.of("replicas", "readyReplicas", "availableReplicas")
                        .allMatch(field -> number(set, "status", field) == wanted)
                && number(set, "status", "terminatingReplicas") == 0;
    }

    private static boolean hasCounted(Json rollout, ClusterState state) {
        int updated = state.replicaSets().stream()
                .filter(set ->
                        hash(set).equals(rollout.at("status", "currentPodHash").stringOrEmpty()))
                .mapToInt(set -> number(set, "spec", "replicas"))
                .sum();
        return Stream.of("replicas", "readyReplicas", "availableReplicas")
                        .allMatch(field -> number(rollout, "status", field) == state.desiredPods())
                && number(rollout, "status", "updatedReplicas") == updated;
    }

    private static int number(Json object, String... path) {
        return object.at(path).integer().orElse(0);
    }

    /** For what must hold all the time: pods that take traffic. */
    public static Expect readyPodsAtLeast(int count) {
        return that("at least " + count + " ready pods", state -> state.readyPods() >= count);
    }

    /** For what must hold all the time: sizes that ReplicaSets are to have, added up. */
    public static Expect desiredPodsAtMost(int count) {
        return that("at most " + count + " pods wanted", state -> state.desiredPods() <= count);
    }

    private static Expect of(String rollout, String text, Function<Json, Boolean> test) {
        return that(
                rollout + ": " + text, state -> state.rollout(rollout).map(test).orElse(false));
    }

    private static boolean observed(Json rollout) {
        return Objects.equals(
                rollout.at("status", "observedGeneration").stringOrEmpty(),
                rollout.at("metadata", "generation").toString());
    }

    private static String text(Json value) {
        return value.string().orElseGet(value::toString);
    }

    private static String hash(Json set) {
        return set.at("metadata", "labels", ClusterState.HASH).stringOrEmpty();
    }
}
