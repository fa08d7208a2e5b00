package tidegate.rollout.plan;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tidegate.api.command.Patches;
import tidegate.api.command.Promotion;
import tidegate.api.command.UserCommands;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.template.PodTemplates;

/**
 * What somebody types.
 *
 * @param line the command line, without the name of the Rollout
 * @param sends writes what a client writes; answers whether it wrote anything
 */
record UserCommand(String line, Function<World, Boolean> sends) {
    static final List<UserCommand> ALL = List.of(
            patching("promote", rollout -> UserCommands.promote(rollout, Promotion.NEXT)),
            patching("promote --full", rollout -> UserCommands.promote(rollout, Promotion.FULL)),
            patching(
                    "promote --skip-current-step",
                    rollout -> UserCommands.promote(rollout, Promotion.SKIP_CURRENT_STEP)),
            patching("promote --skip-all-steps", rollout -> UserCommands.promote(rollout, Promotion.SKIP_ALL_STEPS)),
            patching("abort", _ -> UserCommands.abort()),
            patching("retry rollout", _ -> UserCommands.retry()),
            patching("pause", _ -> UserCommands.pause()),
            patching("resume", _ -> UserCommands.resume()),
            editing(
                    "restart",
                    world -> world.edit(rollout -> rollout.merged(
                                    UserCommands.restart(world.now).combined()))
                            .later(1)),
            editing("set image (a third version, red)", world -> world.image("red")),
            new UserCommand("undo", UserCommand::undo),
            editing("scale to 6", world -> world.spec("replicas", 6)),
            editing("scale to 0", world -> world.spec("replicas", 0)));

    private static UserCommand patching(String line, Function<Json, Patches> patches) {
        return new UserCommand(line, world -> {
            Patches sent = patches.apply(world.rollout().json());
            sent.status()
                    .ifPresent(patch -> world.patchStatus(patch.get("status").toString()));
            sent.spec().ifPresent(patch -> world.edit(rollout -> rollout.merged(patch)));
            return !sent.isEmpty();
        });
    }

    private static UserCommand editing(String line, Consumer<World> edit) {
        return new UserCommand(line, world -> {
            edit.accept(world);
            return true;
        });
    }

    /** Back to the revision before the present one. */
    private static boolean undo(World world) {
        List<ReplicaSet> newestFirst = world.sets().stream()
                .sorted(Comparator.comparingInt(ReplicaSet::revision).reversed())
                .toList();
        if (newestFirst.size() < 2) return false;
        Json template = PodTemplates.asWritten(newestFirst.get(1));
        if (PodTemplates.runs(newestFirst.get(1), world.rollout().spec().template())) return false;
        world.spec("template", template);
        return true;
    }
}
