package tidegate.system.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tidegate.system.bench.Expect.condition;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.bareBlueGreen;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;
import static tidegate.system.bench.Manifests.canaryWith;
import static tidegate.system.bench.Manifests.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.system.bench.Bench;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.Expect;
import tidegate.system.bench.OnlyOn;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/**
 * What nobody should write: each is a named condition or a plain recovery. Meanwhile a healthy Rollout beside them is
 * updated, and the controller's log stays free of stack traces.
 */
@ExtendWith(ScenarioExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputScenarioTest {
    private static final String BYSTANDER = "bystander";

    private Shard shard;

    @BeforeAll
    void startTheController(Bench bench) {
        shard = Shard.start(bench, "bad-input");
    }

    @AfterAll
    void endTheController() {
        shard.close();
    }

    @AfterEach
    void noStackTraceWasLogged() {
        assertThat(shard.process().process().lastLines(Integer.MAX_VALUE).lines())
                .noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
    }

    private void given(Scenario on, String... manifests) {
        on.given(Arrays.stream(manifests).map(shard::own).toArray(String[]::new));
    }

    /** @param part of the condition's message */
    private record Refused(String why, String manifest, String part) {
        String name() {
            return nameIn(manifest);
        }
    }

    private record Accepted(String why, String manifest) {
        String name() {
            return nameIn(manifest);
        }
    }

    private static String nameIn(String manifest) {
        String rollout = manifest.substring(manifest.indexOf("kind: Rollout"));
        return rollout.lines()
                .filter(line -> line.startsWith("  name: "))
                .findFirst()
                .orElseThrow()
                .substring("  name: ".length());
    }

    private static Refused canaryFields(String why, String name, String fields, String part) {
        return new Refused(why, canaryWith(name, 1, "blue", "", fields, "setWeight: 50"), part);
    }

    private static Refused spec(String why, String name, String fields, String part) {
        return new Refused(why, canaryWith(name, 1, "blue", fields, "", "setWeight: 50"), part);
    }

    private static Refused step(String why, String name, String step, String part) {
        return new Refused(why, canary(name, 1, "blue", step), part);
    }

    private static Refused blueGreenFields(String why, String name, String field, String part) {
        return new Refused(why, blueGreen(name, 1, "blue", field), part);
    }

    private static Refused pod(String why, String name, String written, String instead, String part) {
        return new Refused(why, canary(name, 1, "blue", "setWeight: 50").replace(written, instead), part);
    }

    private static final List<Refused> REFUSED = List.of(
            new Refused("more than can be added up", canary("huge", Integer.MAX_VALUE, "blue"), "spec.replicas"),
            step("less than nothing", "weight-minus", "setWeight: -1", "steps[0].setWeight"),
            step("more than all", "weight-101", "setWeight: 101", "steps[0].setWeight"),
            step("much more than all", "weight-max", "setWeight: 2147483647", "steps[0].setWeight"),
            step("ends before it begins", "pause-minus", "pause: {duration: -5s}", "steps[0].pause.duration"),
            step("longer than 292 years", "pause-ages", "pause: {duration: 9999999h}", "steps[0].pause.duration"),
            step("no such unit", "pause-days", "pause: {duration: 1d}", "steps[0].pause.duration"),
            step("a text without anything", "pause-empty", "pause: {duration: \"\"}", "steps[0].pause.duration"),
            step("beyond 32 bits", "pause-long", "pause: {duration: \"99999999999\"}", "steps[0].pause.duration"),
            step("a step that says nothing", "step-empty", "{}", "steps[0]"),
            step("two steps in one", "step-two", "{setWeight: 5, pause: {}}", "steps[0]"),
            canaryFields("no number", "surge-text", "      maxSurge: lots\n", "maxSurge"),
            canaryFields("less than none", "surge-minus", "      maxSurge: -1\n", "maxSurge"),
            canaryFields("less than none, in percent", "surge-percent", "      maxSurge: -25%\n", "maxSurge"),
            canaryFields(
                    "nothing may ever change", "no-room", "      maxSurge: 0%\n      maxUnavailable: 0\n", "maxSurge"),
            canaryFields("a Service that is not there", "lonely", "      canaryService: none\n", "canaryService"),
            canaryFields(
                    "one Service in two roles",
                    "one-service",
                    "      canaryService: same\n      stableService: same\n",
                    "stableService"),
            spec("less than no time", "ready-minus", "  minReadySeconds: -1\n", "minReadySeconds"),
            spec("never in time", "late", "  minReadySeconds: 2147483647\n", "progressDeadlineSeconds"),
            spec("no time at all", "no-time", "  progressDeadlineSeconds: 0\n", "progressDeadlineSeconds"),
            spec("less than none", "history-minus", "  revisionHistoryLimit: -1\n", "revisionHistoryLimit"),
            pod(
                    "it would select none of its pods",
                    "astray",
                    "matchLabels: {app: astray}",
                    "matchLabels: {app: x}",
                    "labels"),
            pod("it would select all pods", "greedy", "matchLabels: {app: greedy}", "matchLabels: {}", "selector"),
            pod("no image", "imageless", "image: demo:blue", "image: \"\"", "image"),
            pod("names are in small letters", "shouting", "- name: shouting", "- name: SHOUTING", "name"),
            new Refused(
                    "a Service that is not there", bareBlueGreen("alone", 1, "blue", ""), "blueGreen.activeService"),
            new Refused(
                    "a Service that selects something else",
                    service("other", "something-else")
                            + "---\n"
                            + canaryWith("unmatched", 1, "blue", "", "      stableService: other\n", "setWeight: 5"),
                    "has unmatch label"),
            blueGreenFields("less than none", "preview-minus", "previewReplicaCount: -1", "previewReplicaCount"),
            blueGreenFields(
                    "more than can be added up",
                    "preview-max",
                    "previewReplicaCount: 2147483647",
                    "previewReplicaCount"),
            blueGreenFields("no number", "unavailable-text", "maxUnavailable: some", "maxUnavailable"));

    @Test
    void whatCannotBeDoneIsNamedAndARolloutBesideIsUpdated(Scenario on) {
        given(on, canary(BYSTANDER, 2, "blue", "setWeight: 50", "pause: {duration: 1s}"));
        for (Refused row : REFUSED) given(on, row.manifest());
        on.then(healthy(BYSTANDER));
        on.when("kubectl argo rollouts set image bystander bystander=demo:purple");
        on.then(REFUSED.stream()
                .map(row -> explained(row.why(), degraded(row.name(), row.part())))
                .toArray(Expect[]::new));
        on.then(healthy(BYSTANDER), Expect.stable(BYSTANDER, "purple"), Expect.replicaSets(2));
    }

    @Test
    void lessThanNoPodsIsRefusedByTheApiItself(Scenario on) {
        assertThatThrownBy(() -> given(on, canary("minus", -1, "blue"))).hasMessageContaining("spec.replicas");
    }

    private static Expect explained(String why, Expect expect) {
        return that(why + ": " + expect.text(), expect.holds());
    }

    private static Accepted acceptedCanary(String why, String name, String fields, String... steps) {
        return new Accepted(why, canaryWith(name, 1, "blue", "", fields, steps));
    }

    private static Accepted acceptedSpec(String why, String name, String fields) {
        return new Accepted(why, canaryWith(name, 1, "blue", fields, "", "setWeight: 50"));
    }

    private static String twoHundredSteps() {
        return canary(
                "steps-200",
                1,
                "blue",
                IntStream.range(0, 200)
                        .mapToObj(i -> i % 2 == 0 ? "setWeight: " + i / 2 : "pause: {duration: 0}")
                        .toArray(String[]::new));
    }

    /** The longest for which the names of ReplicaSets have room. */
    private static final String LONG_NAME = "a".repeat(62) + ".b".repeat(86) + "-longest";

    private static final List<Accepted> ACCEPTED = List.of(
            new Accepted("many steps", twoHundredSteps()),
            acceptedCanary("ten times as many pods at once", "surge-1000", "      maxSurge: 1000%\n", "setWeight: 50"),
            acceptedCanary(
                    "as many as there are numbers", "surge-max", "      maxSurge: 2147483647\n", "setWeight: 50"),
            acceptedCanary(
                    "more than there are may be missing",
                    "down-max",
                    "      maxUnavailable: 2147483647\n",
                    "setWeight: 9"),
            acceptedCanary("zero ends at once", "pause-zero", "", "setWeight: 50", "pause: {duration: 0s}"),
            acceptedCanary("half a second is none", "pause-half", "", "setWeight: 50", "pause: {duration: 500ms}"),
            acceptedSpec("all revisions are kept", "history-max", "  revisionHistoryLimit: 2147483647\n"),
            acceptedSpec("a deadline in 68 years", "deadline-max", "  progressDeadlineSeconds: 2147483647\n"),
            acceptedSpec("a window of less than nothing", "window-minus", "  rollbackWindow: {revisions: -1}\n"),
            acceptedSpec("a window of everything", "window-max", "  rollbackWindow: {revisions: 2147483647}\n"),
            acceptedSpec("to be restarted long ago", "restart-0001", "  restartAt: \"0001-01-01T00:00:00Z\"\n"),
            new Accepted(
                    "delays of 68 years",
                    blueGreen(
                            "delay-max",
                            1,
                            "blue",
                            "scaleDownDelaySeconds: 2147483647",
                            "abortScaleDownDelaySeconds: 2147483647")),
            new Accepted(
                    "delays that were over before",
                    blueGreen(
                            "delay-minus",
                            1,
                            "blue",
                            "scaleDownDelaySeconds: -5",
                            "autoPromotionSeconds: -5",
                            "abortScaleDownDelaySeconds: -5")),
            new Accepted(
                    "annotations in any script",
                    canary("script", 1, "blue", "setWeight: 50")
                            .replaceFirst(
                                    "  name: script\n",
                                    "  name: script\n  annotations: {team: \"チーム 🚀 \u202eé\\u0001\", empty: \"\"}\n")),
            new Accepted(
                    "a name as long as one may be",
                    canary(LONG_NAME, 1, "blue", "setWeight: 50")
                            .replace("app: " + LONG_NAME, "app: longest")
                            .replace("- name: " + LONG_NAME, "- name: longest")),
            new Accepted(
                    "a Service without a selector",
                    service("blank", "x").replace("  selector: {app: x}\n", "")
                            + "---\n"
                            + canaryWith(
                                    "blank-service", 1, "blue", "", "      stableService: blank\n", "setWeight: 5")));

    @Test
    void whatIsAbsurdButCanBeDoneIsDone(Scenario on) {
        given(on, canary(BYSTANDER, 2, "blue", "setWeight: 50", "pause: {duration: 1s}"));
        for (Accepted row : ACCEPTED) given(on, row.manifest());
        on.then(ACCEPTED.stream()
                .map(row -> explained(row.why(), healthy(row.name())))
                .toArray(Expect[]::new));
        for (Accepted row : ACCEPTED) on.whenPatched(row.name(), "", green(on, row.name()));
        on.then(ACCEPTED.stream()
                .map(row -> explained(row.why(), releasedTwice(row.name())))
                .toArray(Expect[]::new));
        on.when("kubectl argo rollouts set image bystander bystander=demo:purple");
        on.then(healthy(BYSTANDER), Expect.stable(BYSTANDER, "purple"));
    }

    private static String green(Scenario on, String rollout) {
        Json container =
                on.rollout(rollout).at("spec", "template", "spec", "containers").get(0);
        return Json.object(
                        "spec",
                        Json.object(
                                "template",
                                Json.object(
                                        "spec",
                                        Json.object(
                                                "containers",
                                                Json.of(List.of(container.with("image", "demo:green")))))))
                .toString();
    }

    private static Expect releasedTwice(String rollout) {
        return that(
                rollout + " is Healthy with its second version",
                state -> healthy(rollout).holds().test(state)
                        && state.rollout(rollout)
                                .filter(found -> found.at("metadata", "annotations", "rollout.argoproj.io/revision")
                                        .stringOrEmpty()
                                        .equals("2"))
                                .filter(found ->
                                        found.at("status", "stableRS").equals(found.at("status", "currentPodHash")))
                                .isPresent());
    }

    @Test
    void aNameWithoutRoomForItsReplicaSetsIsToldAsSuch(Scenario on) {
        String name = "n".repeat(253);
        given(on, canary(BYSTANDER, 1, "blue"));
        given(
                on,
                canary(name, 1, "blue")
                        .replace("app: " + name, "app: longest")
                        .replace("- name: " + name, "- name: longest"));
        on.then(condition(name, "Progressing", "False", "ReplicaSetCreateError"), healthy(BYSTANDER));
        on.when("kubectl argo rollouts set image bystander bystander=demo:purple");
        on.then(
                healthy(BYSTANDER),
                Expect.stable(BYSTANDER, "purple"),
                condition(name, "Progressing", "False", "ReplicaSetCreateError"));
    }

    private static final String REFUSED_BY_THE_API =
            "      shareProcessNamespace: true\n      hostPID: true\n      containers:\n";

    @Test
    @OnlyOn(value = "binaries", because = "the embedded API checks less of a pod template than a kube-apiserver")
    void aTemplateThatTheApiRefusesIsToldInItsWordsAndReleasedOnceItIsRight(Scenario on) {
        String refused = canary("shop", 1, "green", "setWeight: 50").replace("      containers:\n", REFUSED_BY_THE_API);
        String first = canary("first", 2, "red", "setWeight: 50", "pause: {}");
        given(on, canary("shop", 1, "blue", "setWeight: 50"), canary(BYSTANDER, 1, "blue"));
        on.whenApplied(shard.own(first.replace("      containers:\n", REFUSED_BY_THE_API)));
        on.then(
                healthy("shop"),
                healthy(BYSTANDER),
                condition("first", "Progressing", "False", "ReplicaSetCreateError"));
        on.whenApplied(shard.own(first));
        on.then(healthy("first"));
        on.whenApplied(shard.own(refused));
        on.then(
                condition("shop", "Progressing", "False", "ReplicaSetCreateError"),
                says("shop", "ShareProcessNamespace and HostPID cannot both be enabled"),
                Expect.pods("blue", 2));
        on.when("kubectl argo rollouts set image bystander bystander=demo:yellow");
        on.then(healthy(BYSTANDER), Expect.stable(BYSTANDER, "yellow"));
        on.whenApplied(shard.own(canary("shop", 1, "green", "setWeight: 50")));
        on.then(healthy("shop"), Expect.stable("shop", "green"));
    }

    private static Expect says(String rollout, String part) {
        return that(
                rollout + " says " + part,
                state -> state.rollout(rollout)
                        .filter(found -> found.at("status", "conditions").elements().stream()
                                .anyMatch(one ->
                                        one.get("message").stringOrEmpty().contains(part)))
                        .isPresent());
    }

    @Test
    void ofTwoThatShareAServiceOneHasItAndTheOtherIsToldSo(Scenario on) {
        String services = "      stableService: shared\n";
        given(on, service("shared", "shared"), service("active", "bg"), service("preview", "bg"));
        given(
                on,
                sharing(canaryWith("one", 1, "blue", "", services, "setWeight: 50"), "one", "shared"),
                sharing(canaryWith("two", 1, "green", "", services, "setWeight: 50"), "two", "shared"),
                sharing(blueGreenOn("three", "blue"), "three", "bg"),
                sharing(blueGreenOn("four", "green"), "four", "bg"));
        on.then(oneOf("one", "two"), oneOf("three", "four"));
        on.then(servesOnlyItsManager("shared"), servesOnlyItsManager("active"));
    }

    private static String blueGreenOn(String name, String tag) {
        return bareBlueGreen(name, 1, tag, "")
                .replace(name + "-active", "active")
                .replace(name + "-preview", "preview");
    }

    private static String sharing(String manifest, String name, String app) {
        return manifest.replace("app: " + name, "app: " + app);
    }

    private static Expect oneOf(String one, String other) {
        Expect first = both(healthy(one), degraded(other, "is managed by another Rollout"));
        Expect second = both(healthy(other), degraded(one, "is managed by another Rollout"));
        return that(
                "one of " + one + " and " + other,
                state -> first.holds().test(state) || second.holds().test(state));
    }

    private static Expect both(Expect one, Expect other) {
        return that(one.text() + " and " + other.text(), one.holds().and(other.holds()));
    }

    private static Expect servesOnlyItsManager(String service) {
        return that(service + " selects the version of its manager", state -> {
            Json found = state.service(service).orElseThrow();
            String manager = found.at("metadata", "annotations", "argo-rollouts.argoproj.io/managed-by-rollouts")
                    .stringOrEmpty();
            String hash = found.at("spec", "selector", ClusterState.HASH).stringOrEmpty();
            return !hash.isEmpty()
                    && state.rollout(manager)
                            .filter(rollout -> rollout.at("status", "stableRS")
                                    .stringOrEmpty()
                                    .equals(hash))
                            .isPresent();
        });
    }

    @Test
    void twoThatSelectTheSamePodsKeepTheirOwn(Scenario on) {
        given(
                on,
                sharing(canary("left", 1, "blue", "setWeight: 50"), "left", "same")
                        .replace("- name: left", "- name: app"),
                sharing(canary("right", 2, "blue", "setWeight: 50"), "right", "same")
                        .replace("- name: right", "- name: app"));
        on.then(healthy("left"), healthy("right"), Expect.replicaSets(2));
        on.when("kubectl argo rollouts set image left app=demo:green");
        on.then(
                healthy("left"),
                releasedTwice("left"),
                healthy("right"),
                Expect.pods("green", 1),
                Expect.pods("blue", 2));
    }

    private record Nonsense(String why, String name, String status) {}

    private static final List<Nonsense> NONSENSE = List.of(
            new Nonsense("before the first step", "index-minus", "{\"currentStepIndex\":-7}"),
            new Nonsense("far behind the last step", "index-max", "{\"currentStepIndex\":2147483647}"),
            new Nonsense("a stable version that is not there", "stable-nothing", "{\"stableRS\":\"nothing\"}"),
            new Nonsense("a new version that is not there", "current-nothing", "{\"currentPodHash\":\"nothing\"}"),
            new Nonsense("steps that are others", "steps-nothing", "{\"currentStepHash\":\"nothing\"}"),
            new Nonsense("from the future", "generation-text", "{\"observedGeneration\":\"tomorrow\"}"),
            new Nonsense("no such phase", "phase-purple", "{\"phase\":\"Purple\",\"message\":\"\\u202e\"}"),
            new Nonsense("less than no pods", "counts-minus", "{\"replicas\":-3,\"availableReplicas\":-2147483648}"),
            new Nonsense("less than no collisions", "collisions-minus", "{\"collisionCount\":-1}"),
            new Nonsense(
                    "a selector of the other strategy", "blue", "{\"blueGreen\":{\"activeSelector\":\"nothing\"}}"),
            new Nonsense(
                    "paused for no known reason, since the year 1",
                    "pause-unknown",
                    "{\"pauseConditions\":[{\"reason\":\"Mood\",\"startTime\":\"0001-01-01T00:00:00Z\"}]}"),
            new Nonsense(
                    "paused in the year 9999",
                    "pause-9999",
                    "{\"controllerPause\":true,\"pauseConditions\":[{\"reason\":\"CanaryPauseStep\",\"startTime\":\"9999-12-31T23:59:59Z\"}]}"),
            new Nonsense(
                    "conditions of no known kind",
                    "conditions",
                    "{\"conditions\":[{\"type\":\"Mood\",\"status\":\"Perhaps\",\"reason\":\"\",\"message\":\"\","
                            + "\"lastUpdateTime\":\"0001-01-01T00:00:00Z\",\"lastTransitionTime\":\"9999-12-31T23:59:59Z\"}]}"),
            new Nonsense("aborted before it began, and not", "aborted-at", "{\"abortedAt\":\"0001-01-01T00:00:00Z\"}"),
            new Nonsense("restarted in the year 9999", "restarted-at", "{\"restartedAt\":\"9999-12-31T23:59:59Z\"}"),
            new Nonsense("nothing at all", "nothing", "null"));

    @Test
    void aStatusWithNonsenseInItHoldsUpNothingForGood(Scenario on) {
        given(on, canary(BYSTANDER, 2, "blue", "setWeight: 50", "pause: {duration: 1s}"));
        for (Nonsense row : NONSENSE) given(on, canary(row.name(), 2, "blue", "setWeight: 50", "pause: {}"));
        on.then(NONSENSE.stream().map(row -> healthy(row.name())).toArray(Expect[]::new));
        for (Nonsense row : NONSENSE) on.whenPatched(row.name(), "", green(on, row.name()));
        on.then(NONSENSE.stream().map(row -> pausedAtStep(row.name(), 1)).toArray(Expect[]::new));
        for (Nonsense row : NONSENSE) on.whenPatched(row.name(), "status", "{\"status\":" + row.status() + "}");
        on.when("kubectl argo rollouts set image bystander bystander=demo:purple");
        on.then(healthy(BYSTANDER), Expect.stable(BYSTANDER, "purple"));
        for (Nonsense row : NONSENSE) on.whenPatched(row.name(), "status", "{\"status\":{\"promoteFull\":true}}");
        on.then(NONSENSE.stream()
                .map(row -> explained(row.why(), releasedTwice(row.name())))
                .toArray(Expect[]::new));
    }

    @Test
    void aNamespaceThatIsDeletedInMidFlightLeavesNothingBehind(Scenario on, Bench bench) {
        given(on, canary(BYSTANDER, 2, "blue", "setWeight: 50", "pause: {duration: 1s}"));
        var doomed = new ArrayList<String>();
        try (Scenario elsewhere = bench.newScenario("doomed")) {
            for (int i = 0; i < 5; i++) {
                given(elsewhere, canary("shop-" + i, 4, "blue", "setWeight: 50", "pause: {duration: 1s}"));
                given(elsewhere, blueGreen("web-" + i, 4, "blue", "autoPromotionSeconds: 1"));
                doomed.addAll(List.of("shop-" + i, "web-" + i));
            }
            elsewhere.then(doomed.stream().map(Expect::healthy).toArray(Expect[]::new));
            for (String name : doomed) elsewhere.whenPatched(name, "", green(elsewhere, name));
            elsewhere
                    .api()
                    .delete(ResourceType.NAMESPACES, new ObjectKey("", elsewhere.namespace()), Json.EMPTY_OBJECT);
            elsewhere.then(that(
                    "all is gone",
                    state -> state.rollouts().isEmpty()
                            && state.replicaSets().isEmpty()
                            && state.pods().isEmpty()));
        }
        on.then(healthy(BYSTANDER));
        on.when("kubectl argo rollouts set image bystander bystander=demo:purple");
        on.then(healthy(BYSTANDER), Expect.stable(BYSTANDER, "purple"));
    }
}
