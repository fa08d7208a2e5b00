package tidegate.simulator.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import tidegate.api.hash.StepHash;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.value.WireTime;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;
import tidegate.simulator.VirtualTime;
import tidegate.simulator.cluster.ApiServer;
import tidegate.simulator.cluster.ApiServer.Part;
import tidegate.simulator.cluster.ApiServer.PatchType;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Kind;

/**
 * A cluster with one Rollout in it, and a law that judges what is written there.
 *
 * <p>What others do is a noun ({@link #rollout}, {@link #set}, {@link #status}), what the controller on trial does is a
 * verb ({@link #scales}, {@link #writes}). Texts are JSON with single quotes; {@code #STEPS} is the hash of the Rollout's
 * steps, {@code #NOW} this instant.
 */
final class Trial {
    static final String DEMO = "demo";

    final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
    final ApiServer api = new ApiServer(time, new SplittableRandom(1));
    final World world = new World(api);
    private final List<String> broken = new ArrayList<>();

    /**
     * Something that is done in such a cluster.
     *
     * @param breaks a part of what the law says to it; {@code ""} if it is allowed
     */
    record Case(String why, String breaks, Consumer<Trial> deeds) {
        static Case forbidden(String why, String breaks, Consumer<Trial> deeds) {
            return new Case(why, breaks, deeds);
        }

        static Case allowed(String why, Consumer<Trial> deeds) {
            return new Case(why, "", deeds);
        }

        void judgedBy(Law law) {
            var trial = new Trial(law);
            deeds.accept(trial);
            if (breaks.isEmpty()) assertThat(trial.broken).isEmpty();
            else assertThat(trial.broken).anyMatch(text -> text.contains(breaks), breaks);
        }

        @Override
        public String toString() {
            return (breaks.isEmpty() ? "allowed: " : "forbidden: ") + why;
        }
    }

    private Trial(Law law) {
        this();
        api.watch(change -> law.judge(change, world).ifPresent(broken::add));
    }

    /** Without a law: for what is judged in the end. */
    Trial() {
        api.watch(change -> {
            world.at(time.now());
            world.happened(change);
        });
    }

    // --- what is there --------------------------------------------------------------------------------------------

    Trial rollout(String spec) {
        api.create(
                Author.USER,
                Kind.ROLLOUT,
                Json.object("metadata", Json.object("name", DEMO), "spec", json(spec))
                        .withAt(List.of("spec", "template"), template("demo:b")));
        return this;
    }

    /** Of that version, with pods that become ready soon. */
    Trial set(String hash, int replicas) {
        return set(hash, replicas, "demo:" + hash);
    }

    Trial set(String hash, int replicas, String image) {
        return set(hash, replicas, image, "");
    }

    /** @param role a label of its pods */
    Trial set(String hash, int replicas, String image, String role) {
        Json template =
                role.isEmpty() ? template(image) : template(image).withAt(List.of("metadata", "labels", "role"), role);
        api.create(
                Author.CONTROLLER,
                Kind.REPLICA_SET,
                Json.object(
                        "metadata",
                        Json.object(
                                "name",
                                nameOf(hash),
                                "labels",
                                Json.object(Labels.POD_TEMPLATE_HASH, hash),
                                "ownerReferences",
                                List.of(Json.object(
                                        "controller",
                                        true,
                                        "uid",
                                        theRollout().meta().uid()))),
                        "spec",
                        Json.object("replicas", replicas, "template", template)));
        return this;
    }

    Trial service(String name, String hash) {
        api.create(
                Author.OTHERS,
                Kind.SERVICE,
                Json.object("metadata", Json.object("name", name), "spec", Json.object("selector", selecting(hash))));
        return this;
    }

    /** Pods have become available, and the controller has looked at it all. What was broken so far does not count. */
    Trial settled() {
        pass(5);
        looks();
        broken.clear();
        return this;
    }

    Trial pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
        world.at(time.now());
        return this;
    }

    /** A pod of that version dies. */
    Trial kill(String hash) {
        api.killPod(nameOf(hash), 0);
        return this;
    }

    /** A user patches the status. */
    Trial status(String patch) {
        return patchStatus(Author.USER, patch);
    }

    /** A user patches the spec. */
    Trial spec(String patch) {
        api.patch(Author.USER, Kind.ROLLOUT, DEMO, Part.MAIN, PatchType.MERGE, Json.object("spec", json(patch)));
        return this;
    }

    // --- what the controller does ---------------------------------------------------------------------------------

    Trial looks() {
        world.decides(theRollout(), world.owned());
        return this;
    }

    Trial scales(String hash, int replicas) {
        return resize(Author.CONTROLLER, hash, replicas);
    }

    Trial deletes(String hash) {
        api.delete(Author.CONTROLLER, Kind.REPLICA_SET, nameOf(hash), "", "");
        return this;
    }

    Trial keepsPodsUntil(String hash, int seconds) {
        String until = WireTime.format(time.now().plusSeconds(seconds));
        api.edit(
                Author.CONTROLLER,
                Kind.REPLICA_SET,
                nameOf(hash),
                Part.MAIN,
                set -> set.withAt(List.of("metadata", "annotations", Annotations.SCALE_DOWN_DEADLINE), until));
        return this;
    }

    Trial writes(String patch) {
        return patchStatus(Author.CONTROLLER, patch);
    }

    Trial switches(String service, String hash) {
        api.edit(
                Author.CONTROLLER,
                Kind.SERVICE,
                service,
                Part.MAIN,
                found -> found.withAt(List.of("spec", "selector"), selecting(hash)));
        return this;
    }

    // --------------------------------------------------------------------------------------------------------------

    Trial resize(Author author, String hash, int replicas) {
        api.edit(
                author,
                Kind.REPLICA_SET,
                nameOf(hash),
                Part.MAIN,
                set -> set.withAt(List.of("spec", "replicas"), replicas));
        return this;
    }

    Trial patchStatus(Author author, String patch) {
        api.patch(author, Kind.ROLLOUT, DEMO, Part.STATUS, PatchType.MERGE, Json.object("status", json(patch)));
        return this;
    }

    /** What is wrong if it ends like this. */
    Optional<String> end() {
        return Settled.wrong(world, api.rollout(DEMO));
    }

    Rollout theRollout() {
        return api.rollout(DEMO).orElseThrow();
    }

    static String nameOf(String hash) {
        return DEMO + "-" + hash;
    }

    private Json json(String text) {
        String steps = api.rollout(DEMO)
                .map(rollout -> StepHash.of(rollout.spec().strategy().json().get("steps")))
                .orElse("");
        return Json.parse(
                text.replace('\'', '"').replace("#STEPS", steps).replace("#NOW", WireTime.format(time.now())));
    }

    private static Json selecting(String hash) {
        return hash.isEmpty() ? Json.object("app", DEMO) : Json.object("app", DEMO, Labels.POD_TEMPLATE_HASH, hash);
    }

    static Json template(String image) {
        return Json.object(
                "metadata", Json.object("labels", Json.object("app", DEMO)),
                "spec", Json.object("containers", List.of(Json.object("name", "main", "image", image))));
    }
}
