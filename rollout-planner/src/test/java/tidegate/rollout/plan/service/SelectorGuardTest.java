package tidegate.rollout.plan.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Service;
import tidegate.rollout.plan.lineage.Lineage;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.seen.Neighbours;
import tidegate.rollout.plan.seen.Past;
import tidegate.rollout.plan.seen.Sighting;

class SelectorGuardTest {
    /** A ReplicaSet: its size, available pods, and what else is to be known of it. */
    record Version(int size, int available, String more) {
        static Version of(int size, int available) {
            return new Version(size, available, "");
        }

        ReplicaSet as(String hash, int replicas) {
            Json json = Json.object(
                    "metadata",
                    Json.object(
                            "name",
                            "web-" + hash,
                            "uid",
                            hash,
                            "generation",
                            2,
                            "labels",
                            Map.of("rollouts-pod-template-hash", hash),
                            "annotations",
                            Map.of(
                                    "rollout.argoproj.io/desired-replicas",
                                    more.equals("unsized") ? "1" : "" + replicas)),
                    "spec",
                    Json.object("replicas", size),
                    "status",
                    Json.object(
                            "observedGeneration",
                            more.equals("uncounted") ? 1 : 2,
                            "replicas",
                            size,
                            "availableReplicas",
                            available));
            if (more.equals("deleted"))
                json = json.withAt(List.of("metadata", "deletionTimestamp"), "2026-03-01T10:00:00Z");
            return ReplicaSet.of(json);
        }
    }

    private static final Version NO_VERSION = Version.of(-1, 0);
    private static final Version FULL = Version.of(3, 3);

    record Case(
            String why,
            Bar bar,
            int replicas,
            Version target,
            Version present,
            String from,
            String managedBy,
            boolean due) {
        @Override
        public String toString() {
            return why;
        }
    }

    private static Case ours(String why, Bar bar, int replicas, Version target, Version present, boolean due) {
        return new Case(why, bar, replicas, target, present, "old", "web", due);
    }

    private static Case foreign(String why, Bar bar, Version target, boolean due) {
        return new Case(why, bar, 3, target, NO_VERSION, "", "", due);
    }

    static final List<Case> cases = List.of(
            ours("all pods are there", Bar.SATURATED, 3, FULL, FULL, true),
            ours("one is missing", Bar.SATURATED, 3, Version.of(3, 2), FULL, false),
            ours("all pods of a smaller size", Bar.SATURATED, 5, FULL, FULL, false),
            ours("more pods than wanted: it is still shrinking", Bar.SATURATED, 2, FULL, FULL, false),
            ours("its size was for another spec.replicas", Bar.SATURATED, 3, new Version(3, 3, "unsized"), FULL, false),
            ours("its counts are older than its size", Bar.SATURATED, 3, new Version(3, 3, "uncounted"), FULL, false),
            ours("it is being deleted", Bar.SATURATED, 3, new Version(3, 3, "deleted"), FULL, false),
            ours("it has no ReplicaSet", Bar.SATURATED, 3, NO_VERSION, FULL, false),
            ours("nothing is wanted and nobody serves", Bar.SATURATED, 0, Version.of(0, 0), Version.of(0, 0), true),
            ours("nothing is wanted, but the old one still serves", Bar.SATURATED, 0, Version.of(0, 0), FULL, false),
            ours("one pod is enough to serve", Bar.SERVES, 3, Version.of(3, 1), FULL, true),
            ours("none is not", Bar.SERVES, 3, Version.of(3, 0), FULL, false),
            ours("one pod without evidence is none", Bar.SERVES, 3, new Version(3, 1, "uncounted"), FULL, false),
            ours("going back to as many", Bar.NO_WORSE, 3, Version.of(3, 2), Version.of(3, 2), true),
            ours("going back to fewer", Bar.NO_WORSE, 3, Version.of(3, 1), Version.of(3, 2), false),
            ours("going back from nothing", Bar.NO_WORSE, 3, Version.of(3, 1), Version.of(3, 0), true),
            ours("going back from a version that is lost", Bar.NO_WORSE, 3, Version.of(3, 1), NO_VERSION, true),
            ours("going back to nothing from nothing", Bar.NO_WORSE, 3, Version.of(3, 0), Version.of(3, 0), false),
            ours("going back to all, whatever the other has", Bar.NO_WORSE, 3, FULL, Version.of(6, 6), true),
            ours(
                    "no evidence about the version that serves counts as all",
                    Bar.NO_WORSE,
                    3,
                    Version.of(3, 2),
                    new Version(3, 0, "uncounted"),
                    false),
            ours("a preview needs no pods", Bar.EXISTS, 3, Version.of(0, 0), FULL, true),
            ours("a preview needs a ReplicaSet", Bar.EXISTS, 3, NO_VERSION, FULL, false),
            foreign("taking over needs all pods", Bar.SERVES, Version.of(3, 2), false),
            foreign("taking over with all pods", Bar.SERVES, FULL, true),
            foreign("taking over on the way back needs all pods too", Bar.NO_WORSE, Version.of(3, 2), false),
            foreign(
                    "taking over on the way back needs the pods that are wanted, not those of a smaller size",
                    Bar.NO_WORSE,
                    Version.of(2, 2),
                    false),
            foreign("taking over with nothing", Bar.SERVES, Version.of(0, 0), false),
            new Case("another Rollout has it", Bar.EXISTS, 3, FULL, FULL, "old", "shop", false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("cases")
    void aServiceMovesOnlyToAVersionThatMeetsTheBar(Case c) {
        Switch answer =
                guard(c, new Sighting.There<>(service(c.from(), c.managedBy()))).toward("web", "new", c.bar());
        assertThat(answer).isInstanceOf(c.due() ? Switch.Due.class : Switch.Withheld.class);
        if (answer instanceof Switch.Due due)
            assertThat(due.patch().patch())
                    .isEqualTo(Json.parse(
                            "{\"metadata\":{\"annotations\":{\"argo-rollouts.argoproj.io/managed-by-rollouts\":"
                                    + "\"web\"}},\"spec\":{\"selector\":{\"rollouts-pod-template-hash\":\"new\"}}}"));
    }

    @Test
    void whatSelectsItAlreadyStaysWhateverItsPods() {
        Case poor = ours("", Bar.SATURATED, 3, Version.of(3, 0), FULL, false);
        assertThat(guard(poor, new Sighting.There<>(service("new", "web"))).toward("web", "new", Bar.SATURATED))
                .isEqualTo(new Switch.InPlace());
        assertThat(guard(poor, new Sighting.There<>(service("new", ""))).toward("web", "new", Bar.SATURATED))
                .as("who manages it is written down")
                .isInstanceOfSatisfying(
                        Switch.Due.class, due -> assertThat(due.event()).isEmpty());
    }

    @Test
    void whatWasNotSeenIsNotWritten() {
        Case fine = ours("", Bar.EXISTS, 3, FULL, FULL, true);
        assertThat(guard(fine, new Sighting.Unknown<>("no answer")).toward("web", "new", Bar.EXISTS))
                .isEqualTo(new Switch.Withheld("no answer"));
        assertThat(guard(fine, new Sighting.Absent<>()).toward("web", "new", Bar.EXISTS))
                .isInstanceOf(Switch.Withheld.class);
        assertThat(guard(fine, new Sighting.There<>(service("old", "web"))).toward("web", "", Bar.EXISTS))
                .as("never blank")
                .isInstanceOf(Switch.Withheld.class);
    }

    private static Service service(String hash, String managedBy) {
        Json service = Json.parse("{\"metadata\":{\"name\":\"web\"},\"spec\":{\"selector\":{\"app\":\"web\"}}}");
        if (!hash.isEmpty()) service = service.withAt(List.of("spec", "selector", "rollouts-pod-template-hash"), hash);
        if (!managedBy.isEmpty())
            service = service.withAt(
                    List.of("metadata", "annotations", "argo-rollouts.argoproj.io/managed-by-rollouts"), managedBy);
        return Service.of(service);
    }

    private static SelectorGuard guard(Case c, Sighting<Service> seen) {
        Rollout rollout = Rollout.of(Json.object(
                "metadata",
                Json.object("name", "web", "uid", "web"),
                "spec",
                Json.object("replicas", c.replicas(), "strategy", Json.parse("{\"blueGreen\":{}}"))));
        var sets = new ArrayList<ReplicaSet>();
        if (c.target().size() >= 0) sets.add(c.target().as("new", c.replicas()));
        if (c.present().size() >= 0) sets.add(c.present().as("old", c.replicas()));
        var neighbours = new Neighbours(Map.of("web", seen), Optional.empty(), Optional.empty());
        return new SelectorGuard(Release.of(
                rollout,
                Lineage.of(rollout, sets),
                OptionalInt.empty(),
                neighbours,
                Past.NONE,
                Optional.empty(),
                Instant.parse("2026-03-01T10:00:00Z")));
    }
}
