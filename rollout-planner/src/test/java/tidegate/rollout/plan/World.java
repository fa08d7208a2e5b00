package tidegate.rollout.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Workload;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.CreateFailure;
import tidegate.rollout.plan.seen.Neighbours;
import tidegate.rollout.plan.seen.Past;
import tidegate.rollout.plan.seen.Sighting;
import tidegate.rollout.plan.seen.Trouble;

/**
 * A Rollout in a cluster where every write succeeds and pods do what the test says. Time moves only when told.
 * {@link WorldLaws} judge what is written.
 */
final class World {
    private final RolloutPlanner planner = new RolloutPlanner();
    private final Map<String, Json> sets = new LinkedHashMap<>();
    private final Map<String, Integer> broken = new LinkedHashMap<>();
    final Map<String, Sighting<Service>> services = new LinkedHashMap<>();
    final WorldPods pods = new WorldPods();
    final WorldLaws laws = new WorldLaws(this);
    final Set<Past.Verified> verified = new HashSet<>();
    /** Writes to Services fail. */
    boolean servicesRefuse;

    List<Trouble> troubles = List.of();
    boolean podsAreListed;
    final List<String> events = new ArrayList<>();
    final List<String> path = new ArrayList<>();
    /** Every plan that was carried out. */
    final List<Plan> plans = new ArrayList<>();

    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    Freshness freshness = new Freshness.Cached();
    Optional<CreateFailure> createFailure = Optional.empty();
    Optional<Sighting<Workload>> workload = Optional.empty();
    /** What the API, or somebody in front of it, puts into a pod template. */
    UnaryOperator<Json> apiAdds = UnaryOperator.identity();

    boolean apiAnswers = true;
    Optional<Past.ServerDefaults> serverDefaults = Optional.empty();
    int writes;
    /** Status writes that may be held back, so that several make one; not in {@link #writes}. */
    int countWrites;

    private Json rollout;
    private long version = 1;
    private int life = Integer.MAX_VALUE;

    World(String spec) {
        rollout = Json.object(
                "apiVersion",
                "argoproj.io/v1alpha1",
                "kind",
                "Rollout",
                "metadata",
                Json.object(
                        "name", "demo", "namespace", "ns", "uid", "uid-demo", "generation", 1, "resourceVersion", "1"),
                "spec",
                Json.parse(spec)
                        .with("selector", Json.parse("{\"matchLabels\":{\"app\":\"demo\"}}"))
                        .with("template", template("blue")));
    }

    /** What another controller left behind. */
    static World of(List<Json> objects) {
        World world = canary(1, "[]");
        for (Json object : objects) {
            switch (object.get("kind").stringOrEmpty()) {
                case "Rollout" -> world.rollout = object;
                case "ReplicaSet" -> world.sets.put(ReplicaSet.of(object).name(), object);
                case "Service" ->
                    world.services.put(Service.of(object).name(), new Sighting.There<>(Service.of(object)));
                default -> throw new AssertionError("not in this world: " + object);
            }
        }
        world.version = 10_000;
        return world;
    }

    /** A canary with these steps, default limits. */
    static World canary(int replicas, String steps) {
        return new World("{\"replicas\":" + replicas + ",\"strategy\":{\"canary\":{\"steps\":" + steps + "}}}");
    }

    /** A canary that takes template and selector from a Deployment of five pods. */
    static World referring(int replicas, String scaleDown) {
        String ref = "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"legacy\",\"scaleDown\":\""
                + scaleDown + "\"}";
        World world = canary(replicas, "[{\"setWeight\":50},{\"pause\":{}}]")
                .edit(json -> json.map(
                        "spec",
                        spec -> spec.without("template").without("selector").with("workloadRef", Json.parse(ref))));
        world.workload = Optional.of(new Sighting.There<>(Workload.of(Json.object(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Json.object(
                        "name",
                        "legacy",
                        "namespace",
                        "ns",
                        "uid",
                        "uid-legacy",
                        "generation",
                        3,
                        "resourceVersion",
                        "1"),
                "spec",
                Json.object(
                        "replicas",
                        5,
                        "selector",
                        Json.parse("{\"matchLabels\":{\"app\":\"demo\"}}"),
                        "template",
                        template("blue"))))));
        return world;
    }

    /** Somebody changes the referenced object. */
    World editWorkload(UnaryOperator<Json> change) {
        Json before = theWorkload().json();
        Json after = change.apply(before);
        if (!after.get("spec").equals(before.get("spec")))
            after = after.withAt(
                    List.of("metadata", "generation"), theWorkload().meta().generation() + 1);
        workload = Optional.of(new Sighting.There<>(Workload.of(stamped(after))));
        return this;
    }

    Workload theWorkload() {
        return workload.flatMap(Sighting::found).orElseThrow();
    }

    /**
     * A blue-green Rollout with the Services {@code active} and {@code preview}.
     *
     * @param more fields of the strategy, as JSON without braces; may be empty
     */
    static World blueGreen(int replicas, String more) {
        return new World("{\"replicas\":" + replicas + ",\"strategy\":" + blueGreen(more) + "}")
                .service("active")
                .service("preview");
    }

    static Json blueGreen(String more) {
        return Json.parse("{\"blueGreen\":{\"activeService\":\"active\",\"previewService\":\"preview\""
                + (more.isEmpty() ? "" : "," + more) + "}}");
    }

    static Json template(String image) {
        return Json.parse(
                "{\"metadata\":{\"labels\":{\"app\":\"demo\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\""
                        + image + "\"}]}}");
    }

    Rollout rollout() {
        return Rollout.of(rollout);
    }

    RolloutStatus status() {
        return rollout().status();
    }

    List<ReplicaSet> sets() {
        return sets.values().stream().map(ReplicaSet::of).toList();
    }

    /** Size of the ReplicaSet with this image, -1 if there is none. */
    int size(String image) {
        return set(image).map(ReplicaSet::replicas).orElse(-1);
    }

    Optional<ReplicaSet> set(String image) {
        return sets().stream()
                .filter(set -> set.template()
                        .at("spec", "containers")
                        .get(0)
                        .get("image")
                        .equals(Json.of(image)))
                .findFirst();
    }

    World image(String image) {
        return spec("template", template(image));
    }

    World spec(String field, Object value) {
        return edit(json -> json.withAt(List.of("spec", field), value));
    }

    World strategy(String field, Json value) {
        return edit(json -> json.withAt(List.of("spec", "strategy", "canary", field), value));
    }

    World blueGreen(String field, Object value) {
        return edit(json -> json.withAt(List.of("spec", "strategy", "blueGreen", field), value));
    }

    World edit(UnaryOperator<Json> change) {
        Json changed = change.apply(rollout);
        if (!changed.get("spec").equals(rollout.get("spec")))
            changed = changed.withAt(
                    List.of("metadata", "generation"), rollout().meta().generation() + 1);
        rollout = stamped(changed);
        return this;
    }

    /** A client's merge patch of the status subresource. */
    World patchStatus(String patch) {
        rollout = stamped(rollout.with("status", rollout.get("status").merged(Json.parse(patch))));
        return this;
    }

    World promote() {
        return patchStatus("{\"pauseConditions\":null}");
    }

    World abort() {
        return patchStatus("{\"abort\":true}");
    }

    /** From now on only so many pods of this image become available. */
    World breaks(String image, int available) {
        broken.put(image, available);
        return this;
    }

    World delete(String image) {
        set(image).ifPresent(set -> gone(set.name()));
        return this;
    }

    private void gone(String name) {
        Json set = sets.remove(name);
        if (set != null) pods.remove(ReplicaSet.of(set));
    }

    /** Somebody changes a ReplicaSet. */
    World editSet(String image, UnaryOperator<Json> change) {
        set(image).ifPresent(set -> sets.computeIfPresent(set.name(), (_, json) -> stamped(change.apply(json))));
        return this;
    }

    /** A Service that selects pods of all versions. */
    World service(String name) {
        services.put(
                name,
                new Sighting.There<>(Service.of(stamped(Json.object(
                        "metadata",
                        Json.object("name", name, "uid", "uid-" + name),
                        "spec",
                        Json.parse("{\"selector\":{\"app\":\"demo\"}}"))))));
        return this;
    }

    Service theService(String name) {
        return requireNonNull(services.get(name)).found().orElseThrow();
    }

    /** Image of the version that a Service selects, {@code "all"} if it selects pods of all versions. */
    String selected(String service) {
        String hash = theService(service).hash();
        if (hash.isEmpty()) return "all";
        return sets().stream()
                .filter(set -> set.hash().equals(hash))
                .map(WorldPods::image)
                .findFirst()
                .orElse("nothing");
    }

    RolloutSnapshot snapshot() {
        return RolloutSnapshot.of(rollout(), sets())
                .with(new Neighbours(services, workload, podsAreListed ? Optional.of(pods.list()) : Optional.empty()))
                .with(freshness)
                .with(new Past(createFailure, troubles, serverDefaults, verified));
    }

    /** The API refuses the ReplicaSet that is due now; the status says so. */
    World refusesNew(String error) {
        String name = plan().actions().stream()
                .filter(Action.CreateReplicaSet.class::isInstance)
                .map(action -> ((Action.CreateReplicaSet) action).name())
                .findFirst()
                .orElseThrow();
        createFailure = Optional.of(new CreateFailure.Refused(name, error));
        plan().status().ifPresent(write -> patchStatus(write.patch().toString()));
        return this;
    }

    Plan plan() {
        return planner.plan(snapshot(), now);
    }

    /** The next pass that has more writes than these dies after them. */
    void dieAfter(int writes) {
        life = writes;
    }

    private boolean survives() {
        if (life-- > 0) return true;
        life = Integer.MAX_VALUE;
        return false;
    }

    /** Plans once and carries it out. */
    Plan pass() {
        Plan plan = plan();
        plans.add(plan);
        podsAreListed = plan.wants().contains(new Want.Pods());
        plan.wants().forEach(this::answer);
        for (Action action : plan.actions()) {
            if (!survives()) return plan;
            carryOut(action);
        }
        verified.addAll(plan.verified());
        if (plan.status().isPresent() && !survives()) return plan;
        plan.status().ifPresent(this::write);
        for (Notice notice : plan.notices())
            events.add(notice.event().reason() + ": " + notice.event().message());
        return plan;
    }

    private void answer(Want want) {
        if (want instanceof Want.ServerDefaults(Json written, Json manifest) && apiAnswers)
            serverDefaults =
                    Optional.of(new Past.ServerDefaults(written, apiAdds.apply(manifest.at("spec", "template"))));
    }

    private void write(StatusWrite status) {
        if (status.onlyCounts()) countWrites++;
        else writes++;
        rollout = stamped(rollout.with("status", rollout.get("status").merged(status.patch())));
        WorldLaws.assertIsWritten(status, rollout.get("status"));
    }

    private void carryOut(Action action) {
        writes++;
        laws.assertUsersKeepTheirPods(action);
        switch (action) {
            case Action.CreateReplicaSet create -> sets.put(create.name(), created(create));
            case Action.DeleteReplicaSet delete -> gone(delete.target().name());
            case Action.PatchRollout patch -> edit(json -> json.merged(patch.patch()));
            case Action.PatchService patch -> switchService(patch);
            case Action.PatchPod patch -> pods.carryOut(patch);
            case Action.EvictPod evict -> pods.carryOut(evict, now);
            case Action.PatchDeployment patch -> editWorkload(json -> json.merged(patch.patch()));
            case Action.Patch patch -> sets.computeIfPresent(patch.target().name(), (_, set) -> patched(set, patch));
        }
        path.add(sizes());
        laws.assertNoServiceIsAtNothing();
    }

    private void switchService(Action.PatchService patch) {
        if (servicesRefuse) return;
        services.computeIfPresent(patch.target().name(), (_, seen) -> {
            Service before = seen.found().orElseThrow();
            Service after = Service.of(stamped(before.json().merged(patch.patch())));
            laws.assertMayBeSwitched(before, after);
            return new Sighting.There<>(after);
        });
    }

    private String sizes() {
        return sets().stream()
                .map(set -> set.template()
                                .at("spec", "containers")
                                .get(0)
                                .get("image")
                                .stringOrEmpty()
                        + set.replicas())
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }

    private Json created(Action.CreateReplicaSet create) {
        if (sets.containsKey(create.name())) throw new AssertionError("exists: " + create.name());
        return stamped(create.manifest()
                .withAt(List.of("metadata", "uid"), "uid-" + create.name())
                .withAt(List.of("metadata", "generation"), 1)
                .withAt(
                        List.of("metadata", "creationTimestamp"),
                        now.plusMillis(sets.size()).toString()));
    }

    private Json patched(Json set, Action.Patch patch) {
        Json changed = set.merged(patch.patch());
        if (!changed.get("spec").equals(set.get("spec")))
            changed = changed.withAt(
                    List.of("metadata", "generation"), ReplicaSet.of(set).meta().generation() + 1);
        return stamped(changed);
    }

    private Json stamped(Json object) {
        return object.withAt(List.of("metadata", "resourceVersion"), Long.toString(++version));
    }

    /** Every ReplicaSet has all its pods, available unless broken. */
    World podsFollow() {
        sets.replaceAll((_, json) -> {
            ReplicaSet set = ReplicaSet.of(json);
            String image =
                    set.template().at("spec", "containers").get(0).get("image").stringOrEmpty();
            int available = Math.min(set.replicas(), broken.getOrDefault(image, set.replicas()));
            Json status = Json.object(
                    "observedGeneration",
                    set.meta().generation(),
                    "replicas",
                    set.replicas(),
                    "readyReplicas",
                    available == 0 ? Json.MISSING : available,
                    "availableReplicas",
                    available == 0 ? Json.MISSING : available);
            pods.follow(set, available, now);
            return json.with("status", status);
        });
        return this;
    }

    World later(long seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
        return this;
    }

    /** Passes until this is so. */
    World passUntil(BooleanSupplier reached) {
        for (int i = 0; i < 50 && !reached.getAsBoolean(); i++) {
            pass();
            if (!reached.getAsBoolean()) podsFollow();
        }
        if (!reached.getAsBoolean()) throw new AssertionError("never reached: " + path + " " + status().json());
        return this;
    }

    /** Plans and lets pods follow until nothing happens without time passing. */
    World settle() {
        for (int i = 0; i < 200; i++) {
            Plan plan = pass();
            var before = Map.copyOf(sets);
            podsFollow();
            if (plan.isEmpty() && plan.wants().isEmpty() && plan.nextLook().isEmpty() && before.equals(sets))
                WorldLaws.assertNothingIsLeft(plan());
            if (plan.isEmpty() && !podsAreListed && plan().isEmpty()) return this;
        }
        throw new AssertionError("does not settle: " + path + " " + status().json());
    }
}
