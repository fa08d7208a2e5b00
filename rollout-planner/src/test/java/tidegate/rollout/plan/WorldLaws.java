package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Service;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.seen.Sighting;

/**
 * What must hold in a {@link World} whatever a test is about: users keep their pods at every write, a patch of the status
 * leads to the status that was planned, and nothing is left to do where nobody would look again.
 */
final class WorldLaws {
    private final World world;
    /** After every write each Service has pods: true unless a single pod has to go before the next one may come. */
    boolean emptiesNoService = true;

    WorldLaws(World world) {
        this.world = world;
    }

    /** Before a write: a version behind the active Service keeps all pods that are wanted. */
    void assertUsersKeepTheirPods(Action action) {
        switch (action) {
            case Action.ScaleReplicaSet scale -> {
                if (scale.to() < Math.min(scale.from(), world.rollout().spec().replicas()))
                    assertNotActive(scale.target());
            }
            case Action.DeleteReplicaSet(Action.Ref target) -> assertNotActive(target);
            default -> {}
        }
    }

    private void assertNotActive(Action.Ref target) {
        Sighting<Service> active = world.services.get("active");
        if (active == null) return;
        boolean isActive = active.found()
                .filter(this::isActive)
                .map(Service::hash)
                .equals(world.sets().stream()
                        .filter(set -> set.name().equals(target.name()))
                        .findFirst()
                        .map(ReplicaSet::hash));
        if (isActive) throw new AssertionError("users lose their pods: " + target + " " + world.path);
    }

    /** A Service is only moved to a version that serves, the active one to no fewer pods than are needed. */
    void assertMayBeSwitched(Service before, Service after) {
        if (after.hash().equals(before.hash())) return;
        if (!after.hash().isEmpty() && !isPreview(after)) assertServes(after);
        if (isActive(after)) assertMeetsTheBar(before, after);
    }

    private boolean isActive(Service service) {
        return service.name().equals("active")
                && world.rollout().spec().json().at("strategy", "blueGreen").isObject();
    }

    /** Nobody relies on what it sends to. */
    private static boolean isPreview(Service service) {
        return service.name().equals("preview");
    }

    private void assertServes(Service service) {
        if (world.rollout().spec().replicas() == 0) return;
        boolean serves = world.sets().stream()
                .filter(set -> set.hash().equals(service.hash()))
                .anyMatch(set -> set.hasCurrentCounts() && set.counts().available() > 0);
        if (!serves) throw new AssertionError(service.name() + " is switched to nothing: " + world.path);
    }

    /** The active Service is only moved to a version with all its pods, or with as many as the one that it leaves. */
    private void assertMeetsTheBar(Service before, Service after) {
        int needed = Math.min(world.rollout().spec().replicas(), available(before.hash()));
        if (available(after.hash()) < needed || (before.hash().isEmpty() && available(after.hash()) == 0))
            throw new AssertionError("the active Service goes to fewer pods: " + world.path);
    }

    private int available(String hash) {
        return world.sets().stream()
                .filter(set -> set.hash().equals(hash) && set.hasCurrentCounts())
                .mapToInt(set -> set.counts().available())
                .sum();
    }

    /** After a write: every Service that selects one version selects one with pods, if {@link #emptiesNoService}. */
    void assertNoServiceIsAtNothing() {
        if (!emptiesNoService) return;
        for (Sighting<Service> seen : world.services.values())
            seen.found()
                    .filter(service -> !isPreview(service) && !service.name().equals("active"))
                    .map(Service::hash)
                    .filter(hash -> !hash.isEmpty())
                    .ifPresent(hash -> {
                        if (world.sets().stream()
                                .noneMatch(set -> set.hash().equals(hash)
                                        && (set.replicas() > 0
                                                || world.rollout().spec().replicas() == 0)))
                            throw new AssertionError("a Service is at nothing: " + world.path);
                    });
    }

    /** After a write of the status: it is the one that was planned. */
    static void assertIsWritten(StatusWrite write, Json status) {
        if (!status.equals(write.next().json()))
            throw new AssertionError("the patch does not lead to the next status: " + write);
    }

    /** After a pass that nothing follows by itself: there is nothing to do. */
    static void assertNothingIsLeft(Plan plan) {
        assertThat(plan.isEmpty())
                .as("what nobody would look at again: %s", plan.actions())
                .isTrue();
    }
}
