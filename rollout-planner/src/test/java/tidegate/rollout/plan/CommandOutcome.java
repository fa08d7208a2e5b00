package tidegate.rollout.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tidegate.api.command.RefusedCommand;
import tidegate.api.hash.PodTemplateHash;
import tidegate.api.json.Json;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;

/** What came of a command in a phase. */
sealed interface CommandOutcome {
    /** The client says no. */
    record Refused(String reason) implements CommandOutcome {}

    /** Everything is as it would be without the command. */
    record NoEffect(boolean wasSent, String reason) implements CommandOutcome {}

    /**
     * @param atOnce where the Rollout rests then, without time passing
     * @param inTheEnd where it rests when pauses and delays are over
     * @param events of the first moment
     */
    record Done(Place atOnce, Place inTheEnd, List<String> events) implements CommandOutcome {}

    /** A Rollout at rest. */
    record Place(
            String phase,
            String version,
            String step,
            String pods,
            String services,
            String restart,
            boolean isFull,
            boolean isHeld) {
        static Place of(World world) {
            RolloutStatus status = world.status();
            // only the reason: the rest of the text is about this Rollout
            String message = status.message().replaceFirst(": .*", "");
            return new Place(
                    message.isEmpty() ? status.phase() : status.phase() + ": " + message,
                    versionOf(world, status),
                    stepOf(world, status),
                    podsOf(world),
                    world.services.keySet().stream()
                            .map(service -> service + " " + world.selected(service))
                            .collect(Collectors.joining(", ")),
                    restartOf(world),
                    status.promoteFull(),
                    world.rollout().spec().paused());
        }

        private static String restartOf(World world) {
            Json asked = world.rollout().json().at("spec", "restartAt");
            if (asked.isMissing()) return "";
            return asked.equals(world.status().json().get("restartedAt")) ? "restarted" : "to be restarted";
        }

        /** The version that the status is about. */
        private static String versionOf(World world, RolloutStatus status) {
            Json template = world.rollout().spec().template();
            if (status.currentPodHash().equals(PodTemplateHash.of(template, status.collisionCount())))
                return template.at("spec", "containers").get(0).get("image").stringOrEmpty();
            return world.sets().stream()
                    .filter(set -> set.hash().equals(status.currentPodHash()))
                    .map(WorldPods::image)
                    .findFirst()
                    .orElse("none");
        }

        private static String stepOf(World world, RolloutStatus status) {
            if (!(world.rollout().spec().strategy() instanceof Strategy.Canary canary)
                    || status.currentStepIndex().isEmpty()) return "";
            return "step " + status.currentStepIndex().getAsInt() + "/"
                    + canary.steps().size();
        }

        private static String podsOf(World world) {
            String pods = world.sets().stream()
                    .filter(set -> set.replicas() > 0)
                    .map(set -> WorldPods.image(set) + " " + set.replicas())
                    .sorted()
                    .collect(Collectors.joining(", "));
            return pods.isEmpty() ? "no pods" : pods;
        }

        @Override
        public String toString() {
            return Stream.of(
                            phase,
                            version,
                            step,
                            pods,
                            services,
                            restart,
                            isFull ? "all of it" : "",
                            isHeld ? "held" : "")
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("; "));
        }
    }

    /** Longer than every pause and delay of the phases. */
    int HOURS = 3;

    /** Tries a command. */
    static CommandOutcome of(CommandPhase phase, UserCommand command) {
        World world = phase.world();
        boolean wasSent;
        try {
            wasSent = command.sends().apply(world);
        } catch (RefusedCommand refused) {
            return new Refused(String.valueOf(refused.getMessage()));
        }
        World without = phase.world();
        Place atOnce = Place.of(world.settle());
        var events = new ArrayList<>(world.events);
        Place atOnceWithout = Place.of(without.settle());
        Place inTheEnd = inTheEnd(phase, world);
        boolean isLost = atOnce.equals(atOnceWithout) && inTheEnd.equals(inTheEnd(phase, without));
        if (isLost) return new NoEffect(wasSent, WhyNothing.happens(phase, command, wasSent));
        WhyNothing.mustNotBeTold(phase, command);
        return new Done(atOnce, inTheEnd, reasons(events));
    }

    private static Place inTheEnd(CommandPhase phase, World world) {
        phase.later().accept(world);
        world.podsFollow().settle();
        Instant end = world.now.plusSeconds(HOURS * 3600L);
        Optional<Instant> next = world.plan().nextLook();
        for (int looks = 0; looks < 50 && next.isPresent() && next.get().isBefore(end); looks++) {
            Instant then = next.get();
            world.later(Math.max(1, then.getEpochSecond() - world.now.getEpochSecond()))
                    .settle();
            next = world.plan().nextLook();
        }
        return Place.of(world);
    }

    private static List<String> reasons(List<String> events) {
        return events.stream()
                .map(event -> event.replaceFirst(":.*", ""))
                .filter(reason -> !reason.equals("ScalingReplicaSet"))
                .distinct()
                .toList();
    }
}
