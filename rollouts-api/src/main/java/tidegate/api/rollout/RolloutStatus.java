package tidegate.api.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;

/**
 * {@code status} of a Rollout: questions about it, and copies with one thing changed.
 *
 * <p>Fields that nobody here asks for stay as they are. Fields that become empty, 0 or false are left out, as the API's
 * own writers do.
 */
public record RolloutStatus(Json json) {
    public static final RolloutStatus NONE = new RolloutStatus(Json.EMPTY_OBJECT);

    private static final String BLUE_GREEN = "blueGreen";

    public RolloutStatus {
        if (!json.isObject()) json = Json.EMPTY_OBJECT;
    }

    /** {@code metadata.generation} that the status was computed for, as text; {@code ""} before the first. */
    public String observedGeneration() {
        return text("observedGeneration");
    }

    public String phase() {
        return text("phase");
    }

    public String message() {
        return text("message");
    }

    /** Hash label of the newest version's ReplicaSet; {@code ""} before the first. */
    public String currentPodHash() {
        return text("currentPodHash");
    }

    /** Hash label of the version promoted last; {@code ""} if there never was one. */
    public String stableRS() {
        return text("stableRS");
    }

    public String currentStepHash() {
        return text("currentStepHash");
    }

    public OptionalInt currentStepIndex() {
        return json.get("currentStepIndex").integer();
    }

    public OptionalInt collisionCount() {
        return json.get("collisionCount").integer();
    }

    public int replicas() {
        return number("replicas");
    }

    public int updatedReplicas() {
        return number("updatedReplicas");
    }

    public int readyReplicas() {
        return number("readyReplicas");
    }

    public int availableReplicas() {
        return number("availableReplicas");
    }

    public boolean controllerPause() {
        return json.get("controllerPause").isTrue();
    }

    public boolean abort() {
        return json.get("abort").isTrue();
    }

    public boolean promoteFull() {
        return json.get("promoteFull").isTrue();
    }

    public Optional<Instant> abortedAt() {
        return WireTime.of(json.get("abortedAt"));
    }

    /** {@code spec.restartAt} of the last restart that was carried out. */
    public Optional<Instant> restartedAt() {
        return WireTime.of(json.get("restartedAt"));
    }

    public List<PauseCondition> pauseConditions() {
        return json.get("pauseConditions").elements().stream()
                .map(PauseCondition::of)
                .toList();
    }

    public Optional<PauseCondition> pauseCondition(String reason) {
        return pauseConditions().stream()
                .filter(pause -> pause.reason().equals(reason))
                .findFirst();
    }

    public List<Condition> conditions() {
        return json.get("conditions").elements().stream().map(Condition::of).toList();
    }

    public Optional<Condition> condition(String type) {
        return json.get("conditions").elements().stream()
                .filter(condition -> condition.get("type").stringOrEmpty().equals(type))
                .findFirst()
                .map(Condition::of);
    }

    /** The version that the active Service was last seen to select; {@code ""} for none. */
    public String activeSelector() {
        return json.at(BLUE_GREEN, "activeSelector").stringOrEmpty();
    }

    /** The version that the preview Service was last seen to select; {@code ""} for none. */
    public String previewSelector() {
        return json.at(BLUE_GREEN, "previewSelector").stringOrEmpty();
    }

    /** Whether the new version has done all that a preview is for, and goes on to be promoted. */
    public boolean scaleUpPreviewCheckPoint() {
        return json.at(BLUE_GREEN, "scaleUpPreviewCheckPoint").isTrue();
    }

    /** {@code status.duration}; absent before the first attempt. */
    public Json duration() {
        return json.get("duration");
    }

    public RolloutStatus withObservedGeneration(long generation) {
        return with("observedGeneration", Long.toString(generation));
    }

    public RolloutStatus withPhase(String phase, String message) {
        return withText("phase", phase).withText("message", message);
    }

    public RolloutStatus withCurrentPodHash(String hash) {
        return withText("currentPodHash", hash);
    }

    public RolloutStatus withStableRS(String hash) {
        return withText("stableRS", hash);
    }

    public RolloutStatus withCurrentStepHash(String hash) {
        return withText("currentStepHash", hash);
    }

    /** An index of 0 is written: absent means that there are no steps. */
    public RolloutStatus withCurrentStepIndex(OptionalInt index) {
        return with("currentStepIndex", index.isPresent() ? Json.of(index.getAsInt()) : Json.MISSING);
    }

    public RolloutStatus withCollisionCount(int count) {
        return with("collisionCount", count);
    }

    public RolloutStatus withCounts(int replicas, int updated, int ready, int available, int forAutoscaler) {
        return withNumber("replicas", replicas)
                .withNumber("updatedReplicas", updated)
                .withNumber("readyReplicas", ready)
                .withNumber("availableReplicas", available)
                .withNumber("HPAReplicas", forAutoscaler);
    }

    public RolloutStatus withSelector(String selector) {
        return withText("selector", selector);
    }

    public RolloutStatus withControllerPause(boolean paused) {
        return withFlag("controllerPause", paused);
    }

    public RolloutStatus withAbort(boolean aborted) {
        return withFlag("abort", aborted);
    }

    public RolloutStatus withPromoteFull(boolean full) {
        return withFlag("promoteFull", full);
    }

    public RolloutStatus withAbortedAt(Optional<Instant> time) {
        return with("abortedAt", time.map(WireTime::format));
    }

    public RolloutStatus withRestartedAt(Optional<Instant> time) {
        return with("restartedAt", time.map(WireTime::format));
    }

    public RolloutStatus withPauseConditions(List<PauseCondition> pauses) {
        return with(
                "pauseConditions",
                pauses.isEmpty()
                        ? Json.MISSING
                        : Json.of(pauses.stream().map(PauseCondition::toJson).toList()));
    }

    public RolloutStatus withoutConditions(String type) {
        return withConditions(json.get("conditions").elements().stream()
                .filter(condition -> !condition.get("type").stringOrEmpty().equals(type))
                .toList());
    }

    /** The condition takes the place of the one of its type, at the end of the list. */
    public RolloutStatus withCondition(Condition condition) {
        var kept = new java.util.ArrayList<>(
                withoutConditions(condition.type()).json.get("conditions").elements());
        kept.add(condition.toJson());
        return withConditions(kept);
    }

    /** The condition in the place of the one of its type; without one nothing changes. */
    public RolloutStatus withReworded(Condition condition) {
        boolean same = condition(condition.type()).filter(condition::equals).isPresent();
        if (same) return this;
        return withConditions(json.get("conditions").elements().stream()
                .map(each -> each.get("type").stringOrEmpty().equals(condition.type()) ? condition.toJson() : each)
                .toList());
    }

    private RolloutStatus withConditions(List<Json> conditions) {
        return with("conditions", conditions.isEmpty() ? Json.MISSING : Json.of(conditions));
    }

    public RolloutStatus withActiveSelector(String hash) {
        return withBlueGreen("activeSelector", hash.isEmpty() ? Json.MISSING : Json.of(hash));
    }

    public RolloutStatus withPreviewSelector(String hash) {
        return withBlueGreen("previewSelector", hash.isEmpty() ? Json.MISSING : Json.of(hash));
    }

    public RolloutStatus withScaleUpPreviewCheckPoint(boolean reached) {
        return withBlueGreen("scaleUpPreviewCheckPoint", reached ? Json.of(true) : Json.MISSING);
    }

    private RolloutStatus withBlueGreen(String field, Json value) {
        Json present = json.get(BLUE_GREEN);
        if (present.get(field).equals(value)) return this;
        Json next = (present.isObject() ? present : Json.EMPTY_OBJECT).with(field, value);
        return with(BLUE_GREEN, next.isEmpty() ? Json.MISSING : next);
    }

    /** Without what only the canary strategy says. */
    public RolloutStatus withoutCanary() {
        return without("canary").with("currentStepHash", Json.MISSING).with("currentStepIndex", Json.MISSING);
    }

    /** Without what only the blue-green strategy says. */
    public RolloutStatus withoutBlueGreen() {
        return without(BLUE_GREEN);
    }

    /** An empty object says as little as its absence, and is left alone. */
    private RolloutStatus without(String field) {
        return json.get(field).isEmpty() ? this : with(field, Json.MISSING);
    }

    public RolloutStatus withDuration(Json duration) {
        return with("duration", duration);
    }

    /** Any field by its wire name; MISSING leaves it out. */
    public RolloutStatus with(String field, @Nullable Object value) {
        return new RolloutStatus(json.with(field, value));
    }

    private RolloutStatus withText(String field, String value) {
        return with(field, value.isEmpty() ? Json.MISSING : Json.of(value));
    }

    private RolloutStatus withNumber(String field, int value) {
        return with(field, value == 0 ? Json.MISSING : Json.of(value));
    }

    private RolloutStatus withFlag(String field, boolean value) {
        return with(field, value ? Json.of(true) : Json.MISSING);
    }

    private String text(String field) {
        return json.get(field).stringOrEmpty();
    }

    private int number(String field) {
        return json.get(field).integer().orElse(0);
    }
}
