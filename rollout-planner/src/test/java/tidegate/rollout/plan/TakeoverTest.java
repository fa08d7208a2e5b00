package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.hash.PodTemplateHash;
import tidegate.api.hash.StepHash;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.rollout.plan.action.Action;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A Rollout in any phase, left by another controller of this API, goes on under ours: no new revision, no pod restarted, no
 * step repeated, no pause dropped. The phases stand in {@code takeover/*.yaml}; hashes are put in here.
 */
class TakeoverTest {
    private static final Path PHASES = Path.of("src/test/resources/takeover");
    private static final List<String> VERSIONS = List.of("v1", "v2", "v3");
    private static final String IMAGE = "registry.example/demo:";

    /** By whom, and when, the hashes were computed. */
    enum Hashes {
        OURS,
        OF_AN_OLDER_RELEASE,
        FOREIGN_LABELS,
        FOREIGN_STEPS
    }

    record Case(String phase, Hashes hashes, String text) {
        @Override
        public String toString() {
            return phase + ", " + hashes;
        }

        /**
         * Blue-green has no steps. And where an edit of the spec was not observed by anybody, a hash that nobody can
         * compute may mean that the steps were edited.
         */
        boolean canHaveForeignSteps() {
            return !phase.startsWith("bluegreen") && !phase.equals("canary-scaled");
        }
    }

    static Stream<Case> cases() throws IOException {
        var all = new ArrayList<Case>();
        try (Stream<Path> files = Files.list(PHASES)) {
            for (Path file : files.sorted().toList()) {
                String phase = file.getFileName().toString().replace(".yaml", "");
                for (Hashes hashes : Hashes.values()) all.add(new Case(phase, hashes, Files.readString(file)));
            }
        }
        assertThat(all).hasSizeGreaterThan(40);
        return all.stream().filter(c -> c.hashes() != Hashes.FOREIGN_STEPS || c.canHaveForeignSteps());
    }

    /** What was left, with the hashes put in. */
    private record Left(Json expected, World world, Map<String, String> labels) {
        static Left of(Case c) {
            List<Json> raw = documents(c.text().replace("${", "x-").replaceAll("x-(\\w+)}", "x-$1"));
            Json spec = raw.get(1).get("spec");
            var labels = new TreeMap<String, String>();
            for (String version : VERSIONS) labels.put(version, label(c.hashes(), spec.get("template"), version));
            String steps = c.hashes() == Hashes.FOREIGN_STEPS
                    ? "6f5e4d3c2b"
                    : StepHash.of(spec.at("strategy", "canary", "steps"));
            String text = c.text().replace("${steps}", steps);
            for (var entry : labels.entrySet()) text = text.replace("${" + entry.getKey() + "}", entry.getValue());
            List<Json> documents = documents(text);
            World world = World.of(documents.subList(1, documents.size()));
            world.laws.emptiesNoService = false;
            documents.getFirst().get("broken").string().ifPresent(version -> world.breaks(IMAGE + version, 0));
            return new Left(documents.getFirst(), world, labels);
        }

        private static String label(Hashes hashes, Json template, String version) {
            Json itsOwn = Json.parse(template.toString().replaceAll("demo:v\\d", "demo:" + version));
            return switch (hashes) {
                case OURS, FOREIGN_STEPS -> PodTemplateHash.of(itsOwn, OptionalInt.empty());
                case OF_AN_OLDER_RELEASE -> PodTemplateHash.ofEarlierReleases(itsOwn, OptionalInt.empty());
                case FOREIGN_LABELS -> "0ther4" + version;
            };
        }

        private static List<Json> documents(String yaml) {
            try (var values = new YAMLMapper()
                    .readerFor(tools.jackson.databind.JsonNode.class)
                    .readValues(yaml)) {
                return values.readAll().stream()
                        .map(each -> Json.copyOf((tools.jackson.databind.JsonNode) each))
                        .toList();
            }
        }

        Map<String, Integer> sizes() {
            var sizes = new TreeMap<String, Integer>();
            for (String version : VERSIONS)
                if (world.size(IMAGE + version) >= 0) sizes.put(version, world.size(IMAGE + version));
            return sizes;
        }

        Map<String, Integer> expectedSizes() {
            return expected.get("sizes").members().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            entry -> entry.getValue().integer().orElseThrow(),
                            (one, _) -> one,
                            TreeMap::new));
        }

        boolean isTrue(String what) {
            return expected.get(what).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theFirstPlanGoesOnWhereTheOtherLeft(Case c) {
        Left left = Left.of(c);
        var stored = left.world().status();
        Plan plan = left.world().plan();
        assertThat(plan.wants()).isEmpty();
        assertThat(plan.actions())
                .noneMatch(Action.CreateReplicaSet.class::isInstance)
                .noneMatch(Action.DeleteReplicaSet.class::isInstance)
                .noneMatch(Action.PatchRollout.class::isInstance)
                .noneMatch(Action.EvictPod.class::isInstance);
        assertThat(plan.actions()).allSatisfy(action -> {
            if (action instanceof Action.ScaleReplicaSet scale)
                assertThat(isExpected(left, scale)).as("%s", scale).isTrue();
            if (action instanceof Action.Patch patch)
                assertThat(patch.patch().at("metadata", "annotations").strings())
                        .doesNotContainKey("rollout.argoproj.io/revision");
        });
        plan.status().ifPresent(write -> {
            var next = write.next();
            assertThat(next.stableRS())
                    .isEqualTo(stored.stableRS().isEmpty() || isPromoting(left) ? next.stableRS() : stored.stableRS());
            if (!left.isTrue("begins")) assertThat(next.currentPodHash()).isEqualTo(stored.currentPodHash());
            if (!stored.pauseConditions().isEmpty())
                assertThat(next.pauseConditions()).isEqualTo(stored.pauseConditions());
            if (stored.abort()) assertThat(next.abortedAt()).isEqualTo(stored.abortedAt());
            if (left.isTrue("silent"))
                assertThat(write.patch().members().keySet())
                        .as("%s", write.patch())
                        .isSubsetOf("currentStepHash", "HPAReplicas");
        });
        if (left.isTrue("silent")) assertThat(plan.stages()).isEmpty();
        left.expected()
                .get("nextLook")
                .string()
                .ifPresent(at -> assertThat(plan.nextLook()).hasValue(Instant.parse(at)));
    }

    private static boolean isExpected(Left left, Action.ScaleReplicaSet scale) {
        return left.expected().get("first").members().entrySet().stream()
                .anyMatch(entry -> scale.target().uid().equals("uid-" + entry.getKey())
                        && entry.getValue().equals(Json.of(scale.to())));
    }

    /** The last pods of a release may be there when we come. */
    private static boolean isPromoting(Left left) {
        return left.expected().get("phase").equals(Json.of("Healthy"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void planAfterPlanSettlesWhereItShould(Case c) {
        Left left = Left.of(c);
        World world = left.world();
        List<String> revisions = revisions(world);
        world.settle();
        String message = left.expected().get("message").stringOrEmpty();
        assertThat(world.status().phase() + " " + world.status().message())
                .isEqualTo(left.expected().get("phase").stringOrEmpty() + " " + message);
        assertThat(left.sizes()).isEqualTo(left.expectedSizes());
        assertThat(world.status().currentStepIndex())
                .isEqualTo(left.expected().get("index").integer());
        assertThat(stepsCompleted(world))
                .isEqualTo(left.expected().get("steps").elements().stream()
                        .map(step -> step.integer().orElseThrow())
                        .toList());
        assertThat(revisions(world)).as("no new revision").isEqualTo(revisions);
        assertThat(world.sets()).extracting(ReplicaSet::hash).allMatch(left.labels()::containsValue);
        for (String service : List.of("active", "preview"))
            left.expected()
                    .get(service)
                    .string()
                    .ifPresent(version -> assertThat(world.selected(service)).isEqualTo(IMAGE + version));
        assertThat(world.plan().isEmpty()).isTrue();
        assertNothingServingHasADeadline(world);
    }

    private static void assertNothingServingHasADeadline(World world) {
        if (world.status().abort()) return;
        for (ReplicaSet set : world.sets())
            if (set.hash().equals(world.status().stableRS())
                    || set.hash().equals(world.status().currentPodHash()))
                assertThat(set.meta().annotation("scale-down-deadline")).isEmpty();
    }

    private static List<Integer> stepsCompleted(World world) {
        return world.events.stream()
                .filter(event -> event.startsWith("RolloutStepCompleted"))
                .map(event -> Integer.parseInt(event.replaceAll(".*Rollout step (\\d+)/.*", "$1")))
                .toList();
    }

    private static List<String> revisions(World world) {
        return Stream.concat(
                        Stream.of(Optional.ofNullable(
                                world.rollout().meta().annotations().get("rollout.argoproj.io/revision"))),
                        world.sets().stream().map(set -> set.meta().annotation("rollout.argoproj.io/revision")))
                .map(revision -> revision.orElse("none"))
                .toList();
    }
}
