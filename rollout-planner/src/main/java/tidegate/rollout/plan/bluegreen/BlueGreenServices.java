package tidegate.rollout.plan.bluegreen;

import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Strategy;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.capacity.Pods;
import tidegate.rollout.plan.intent.Course;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.seen.Sighting;
import tidegate.rollout.plan.service.Bar;
import tidegate.rollout.plan.service.SelectorGuard;
import tidegate.rollout.plan.service.Switch;

/**
 * Where the two Services are seen to point, and where they are to.
 *
 * <p>The active Service selects the stable version, or the new one once that is admitted and has all its pods. Where it
 * is found elsewhere (somebody moved it, a switch was overtaken by an abort or by another version) it goes back to the
 * stable one as soon as that serves no worse. From the new version it goes back without an abort only when that has no
 * pod left to serve: not for each pod that comes and goes between the switch and the promotion. A Service that could not
 * be read counts as last recorded, and stays.
 */
final class BlueGreenServices {
    private final Release release;
    private final Strategy.BlueGreen blueGreen;
    private final SelectorGuard guard;

    BlueGreenServices(Release release, Strategy.BlueGreen blueGreen) {
        this.release = release;
        this.blueGreen = blueGreen;
        this.guard = new SelectorGuard(release);
    }

    /** The status with what was seen. */
    RolloutStatus observed(RolloutStatus status) {
        String preview = blueGreen.hasPreviewService()
                ? seen(blueGreen.previewService()).map(Service::hash).orElse(status.previewSelector())
                : "";
        return status.withActiveSelector(active(status)).withPreviewSelector(preview);
    }

    /** The version that the active Service selects; {@code ""} if it selects pods of all versions. */
    private String active(RolloutStatus status) {
        return seen(blueGreen.activeService()).map(Service::hash).orElse(status.activeSelector());
    }

    private Optional<Service> seen(String name) {
        return release.neighbours().service(name).found();
    }

    /** Whether the API said in this pass what the active Service is, or that there is none. */
    boolean isActiveKnown() {
        return !(release.neighbours().service(blueGreen.activeService()) instanceof Sighting.Unknown<Service>);
    }

    /** Whether the active Service was looked at in this pass and selects another version than this one. */
    boolean surelySparesNewest() {
        return release.neighbours().service(blueGreen.activeService()) instanceof Sighting.There<Service>(Service found)
                && !found.hash().isEmpty()
                && !found.hash().equals(release.hash());
    }

    /** Whether the active Service was looked at in this pass and selects this version. */
    boolean surelySelectsNewest() {
        return seen(blueGreen.activeService())
                .filter(service -> service.hash().equals(release.hash()))
                .isPresent();
    }

    /** Whether there is nothing to be switched: no pods are wanted, and the Service selects pods of all versions. */
    boolean isUnused() {
        return release.replicas() == 0
                && seen(blueGreen.activeService())
                        .filter(service -> service.hash().isEmpty())
                        .isPresent();
    }

    /**
     * The switches that are due.
     *
     * @param status as decided, with what was seen
     * @param admitted whether the new version may get the users
     */
    Errand errand(RolloutStatus status, Course course, boolean admitted) {
        if (course == Course.HALT) return Errand.NONE;
        Errand errand =
                active(status, admitted).map(to -> to.addTo(Errand.NONE)).orElse(Errand.NONE);
        if (!blueGreen.hasPreviewService() || release.newest().isEmpty()) return errand;
        return guard.toward(blueGreen.previewService(), release.hash(), Bar.EXISTS)
                .addTo(errand);
    }

    private Optional<Switch> active(RolloutStatus status, boolean admitted) {
        Optional<Switch> back =
                release.lineage().separateStable(status.stableRS()).map(set -> toward(set, Bar.NO_WORSE));
        if (!admitted || release.newest().isEmpty()) return back;
        Switch on = toward(release.newest().get(), isAstray(status) ? Bar.NO_WORSE : Bar.SATURATED);
        boolean isElsewhere = !active(status).equals(status.stableRS()) && !newestServes(status);
        return back.filter(to -> to instanceof Switch.Due && isElsewhere && !(on instanceof Switch.Due))
                .or(() -> Optional.of(on));
    }

    private Switch toward(ReplicaSet set, Bar bar) {
        return guard.toward(blueGreen.activeService(), set.hash(), bar);
    }

    /** The present version is the stable one, and the Service has left it for something else. */
    private boolean isAstray(RolloutStatus status) {
        return release.isPromoted(status)
                && !active(status).isEmpty()
                && !active(status).equals(release.hash());
    }

    /** The Service selects the new version, and nothing shows that it has no available pod. */
    private boolean newestServes(RolloutStatus status) {
        if (!active(status).equals(release.hash())) return false;
        Pods newest = release.newest().map(Pods::of).orElse(Pods.NONE);
        return !newest.counted() || newest.available() > 0 || release.replicas() == 0;
    }
}
