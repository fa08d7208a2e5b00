package tidegate.rollout.plan;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a Rollout stands when a command arrives.
 *
 * @param name as the table calls it
 * @param brings a Rollout there, each time a new one
 * @param later what happens some time after the command: pods start, a spec is corrected
 */
record CommandPhase(String name, Supplier<World> brings, Consumer<World> later) {
    private static final String STEPS =
            "[{\"setWeight\":25},{\"pause\":{}},{\"setWeight\":50},{\"pause\":{\"duration\":\"1h\"}},{\"setWeight\":75}]";
    private static final String BY_HAND = "\"autoPromotionEnabled\":false";

    /** A canary of four pods; version blue is the first, green the second. */
    static final List<CommandPhase> CANARY = List.of(
            recovering(
                    "first deployment, pods starting",
                    () -> canary().breaks("blue", 0).settle()),
            resting("healthy, nothing to do", CommandPhase::deployed),
            resting("healthy, one update done", CommandPhase::updated),
            recovering(
                    "in a weight step, pods starting",
                    () -> deployed().breaks("green", 0).image("green").settle()),
            resting("paused until somebody promotes", CommandPhase::paused),
            resting("paused for an hour", () -> paused().promote().settle()),
            resting(
                    "paused by hand in a pause",
                    () -> paused().spec("paused", true).settle()),
            recovering(
                    "paused by hand in a weight step",
                    () -> deployed()
                            .breaks("green", 0)
                            .image("green")
                            .settle()
                            .spec("paused", true)
                            .settle()),
            recovering(
                    "past its steps, last pods starting",
                    () -> paused().breaks("green", 2)
                            .patchStatus("{\"pauseConditions\":null,\"currentStepIndex\":5}")
                            .settle()),
            recovering(
                    "promoted in full, pods starting",
                    () -> paused().breaks("green", 1)
                            .patchStatus("{\"promoteFull\":true}")
                            .settle()),
            resting("deadline exceeded", () -> late(deployed())),
            recovering(
                    "aborted, going back",
                    () -> paused().promote().settle().breaks("blue", 2).abort().settle()),
            resting(
                    "aborted, back at the stable version",
                    () -> paused().abort().settle()),
            recovering(
                    "going back to the stable version's template",
                    () -> paused().promote()
                            .settle()
                            .breaks("blue", 2)
                            .image("blue")
                            .settle()),
            invalid(CommandPhase::paused),
            resting(
                    "scaled to zero in a pause",
                    () -> paused().spec("replicas", 0).settle()));

    /** The same pods behind an active and a preview Service. */
    static final List<CommandPhase> BLUE_GREEN = List.of(
            recovering(
                    "first deployment, pods starting",
                    () -> World.blueGreen(4, BY_HAND).breaks("blue", 0).settle()),
            resting("healthy, nothing to do", CommandPhase::active),
            resting("healthy, one update done", () -> switched().later(60).settle()),
            recovering(
                    "new version starting",
                    () -> active().breaks("green", 2).image("green").settle()),
            resting("paused until somebody promotes", () -> preview(BY_HAND)),
            resting("paused for an hour", () -> preview("\"autoPromotionSeconds\":3600")),
            resting("paused at a small preview", () -> preview(BY_HAND + ",\"previewReplicaCount\":1")),
            recovering(
                    "growing after a small preview",
                    () -> preview(BY_HAND + ",\"previewReplicaCount\":1")
                            .breaks("green", 2)
                            .promote()
                            .settle()),
            resting(
                    "paused by hand in a pause",
                    () -> preview(BY_HAND).spec("paused", true).settle()),
            resting("switched, old version in its delay", CommandPhase::switched),
            recovering(
                    "promoted in full, pods starting",
                    () -> active().breaks("green", 2)
                            .image("green")
                            .settle()
                            .patchStatus("{\"promoteFull\":true}")
                            .settle()),
            resting("deadline exceeded", () -> late(active())),
            resting(
                    "aborted, new version in its delay",
                    () -> preview(BY_HAND).abort().settle()),
            resting(
                    "aborted, new version gone",
                    () -> preview(BY_HAND).abort().settle().later(60).settle()),
            invalid(() -> preview(BY_HAND)),
            resting(
                    "scaled to zero in a pause",
                    () -> preview(BY_HAND).spec("replicas", 0).settle()));

    private static CommandPhase resting(String name, Supplier<World> brings) {
        return new CommandPhase(name, brings, _ -> {});
    }

    private static CommandPhase recovering(String name, Supplier<World> brings) {
        return new CommandPhase(name, brings, world -> {
            for (String image : List.of("blue", "green", "red")) world.breaks(image, Integer.MAX_VALUE);
        });
    }

    /** As it cannot be carried out: until somebody corrects it. */
    private static CommandPhase invalid(Supplier<World> brings) {
        return new CommandPhase(
                "invalid spec, corrected later",
                () -> brings.get().spec("minReadySeconds", -1).settle(),
                world -> world.spec("minReadySeconds", 0));
    }

    private static World canary() {
        return World.canary(4, STEPS);
    }

    private static World deployed() {
        return canary().settle();
    }

    private static World updated() {
        return paused().patchStatus("{\"promoteFull\":true}").settle();
    }

    private static World paused() {
        return deployed().image("green").settle();
    }

    private static World active() {
        return World.blueGreen(4, BY_HAND).settle();
    }

    private static World preview(String more) {
        return World.blueGreen(4, more).settle().image("green").settle();
    }

    private static World switched() {
        return preview(BY_HAND).promote().settle();
    }

    private static World late(World world) {
        return world.breaks("green", 0).image("green").settle().later(601).settle();
    }

    /** A Rollout that stands there. */
    World world() {
        World world = brings.get().later(10).settle();
        world.events.clear();
        return world;
    }
}
