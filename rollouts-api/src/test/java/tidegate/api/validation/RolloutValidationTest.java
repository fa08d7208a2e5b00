package tidegate.api.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;

class RolloutValidationTest {
    private static final Json VALID = Json.parse(quotes("{'metadata':{'name':'web'},'spec':{'replicas':5,'selector':"
            + "{'matchLabels':{'app':'web'}},'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':"
            + "[{'name':'a','image':'x:1'}]}},'strategy':{'canary':{'steps':[{'setWeight':20},{'pause':{}},"
            + "{'setWeight':100},{'pause':{'duration':'10s'}},{'pause':{'duration':0}}],'maxSurge':'25%',"
            + "'maxUnavailable':0,'replicaProgressThreshold':{'type':'Percent','value':90}}},'minReadySeconds':1,"
            + "'revisionHistoryLimit':0,'progressDeadlineSeconds':2,'paused':true,'progressDeadlineAbort':true}}"));

    record Case(String why, String spec, String error) {
        @Override
        public String toString() {
            return why;
        }
    }

    /** Merge patches of a valid spec, single quotes for double ones. */
    static final List<Case> cases = List.of(
            new Case(
                    "fewer than no pods",
                    "{'replicas':-1}",
                    "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
            new Case(
                    "no selector",
                    "{'selector':null}",
                    "spec.selector: Required value: Rollout has missing field '.spec.selector'"),
            new Case(
                    "a selector of everything",
                    "{'selector':{'matchLabels':null}}",
                    "spec.selector: Invalid value: {}: empty selector is invalid for deployment"),
            new Case(
                    "an unknown operator",
                    "{'selector':{'matchExpressions':[{'key':'a','operator':'Like'}]}}",
                    "spec.selector.matchExpressions[0].operator: Invalid value: \"Like\": not a valid selector operator"),
            new Case(
                    "a selector of other pods",
                    "{'selector':{'matchLabels':{'app':'other'}}}",
                    "spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`"),
            new Case(
                    "no template",
                    "{'template':null}",
                    "spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`"),
            new Case(
                    "no containers",
                    "{'template':{'spec':{'containers':[]}}}",
                    "spec.template.spec.containers: Required value"),
            new Case(
                    "an amount that is none",
                    "{'template':{'spec':{'containers':[{'name':'a','image':'x','resources':{'limits':{'cpu':'much'}}}]}}}",
                    "spec.template.spec.containers[0].resources.limits[cpu]: Invalid value: \"much\": must be a quantity such as 500m, 2, 64Mi or 1e3"),
            new Case(
                    "negative readiness",
                    "{'minReadySeconds':-1}",
                    "spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0"),
            new Case(
                    "negative history",
                    "{'revisionHistoryLimit':-1}",
                    "spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0"),
            new Case(
                    "a negative deadline",
                    "{'progressDeadlineSeconds':-1}",
                    "spec.progressDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0"),
            new Case(
                    "a deadline before readiness",
                    "{'progressDeadlineSeconds':7,'minReadySeconds':7}",
                    "spec.progressDeadlineSeconds: Invalid value: 7: must be greater than minReadySeconds"),
            new Case(
                    "the default deadline before readiness",
                    "{'progressDeadlineSeconds':null,'minReadySeconds':700}",
                    "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"),
            new Case(
                    "no strategy",
                    "{'strategy':{'canary':null}}",
                    "spec.strategy.strategy: Required value: Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'"),
            new Case(
                    "no strategy at all",
                    "{'strategy':null}",
                    "spec.strategy.strategy: Required value: Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'"),
            canary(
                    "nothing may move",
                    "'maxSurge':0,'maxUnavailable':'0%'",
                    "spec.strategy.maxSurge: Invalid value: 0: MaxSurge and MaxUnavailable both can not be zero"),
            canary(
                    "nothing may move, in percent",
                    "'maxSurge':'0','maxUnavailable':0",
                    "spec.strategy.maxSurge: Invalid value: \"0\": MaxSurge and MaxUnavailable both can not be zero"),
            canary(
                    "a surge that cannot be read",
                    "'maxSurge':'abc'",
                    "spec.strategy.maxSurge: Invalid value: \"abc\": must be a number of pods, 0 or more, or a percentage such as \"25%\""),
            canary(
                    "a limit below nothing",
                    "'maxUnavailable':-1",
                    "spec.strategy.maxUnavailable: Invalid value: -1: must be a number of pods, 0 or more, or a percentage such as \"25%\""),
            canary(
                    "a step of two kinds",
                    "'steps':[{'setWeight':1,'pause':{}}]",
                    "spec.strategy.steps[0]: Invalid value: {\"setWeight\":1,\"pause\":{}}: Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause"),
            canary(
                    "a step of no kind",
                    "'steps':[{'pause':{}},{}]",
                    "spec.strategy.steps[1]: Invalid value: {}: Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause"),
            canary(
                    "too much weight",
                    "'steps':[{'setWeight':101}]",
                    "spec.strategy.steps[0].setWeight: Invalid value: 101: SetWeight needs to be between 0 and 100"),
            canary(
                    "too little weight",
                    "'steps':[{'setWeight':-1}]",
                    "spec.strategy.steps[0].setWeight: Invalid value: -1: SetWeight needs to be between 0 and 100"),
            canary(
                    "a pause that cannot be read",
                    "'steps':[{'pause':{'duration':'soon'}}]",
                    "spec.strategy.steps[0].pause.duration: Invalid value: \"soon\": Duration needs to be greater than 0"),
            canary(
                    "a pause that is over",
                    "'steps':[{'pause':{'duration':-5}}]",
                    "spec.strategy.steps[0].pause.duration: Invalid value: -5: Duration needs to be greater than 0"),
            new Case(
                    "the first of two errors",
                    "{'replicas':-1,'strategy':null}",
                    "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
            new Case(
                    "what is not supported comes before what is wrong",
                    "{'replicas':-1,'strategy':{'blueGreen':{'prePromotionAnalysis':{'templates':[{}]}}}}",
                    "spec.strategy.blueGreen.prePromotionAnalysis: Forbidden: not supported by this version"),
            canary(
                    "a step that is not supported",
                    "'steps':[{'setWeight':1},{'analysis':{}}]",
                    "spec.strategy.canary.steps[1].analysis: Forbidden: not supported by this version"),
            canary(
                    "traffic routing without router",
                    "'trafficRouting':{}",
                    "spec.strategy.canary.trafficRouting: Forbidden: not supported by this version"),
            canary(
                    "values that say nothing are accepted",
                    "'dynamicStableScale':false,'canaryService':'','canaryMetadata':{},'stableMetadata':{},'trafficRouting':null",
                    ""),
            new Case("empty history limits are accepted", "{'analysis':{}}", ""),
            new Case(
                    "a privileged container is accepted",
                    "{'template':{'spec':{'containers':[{'name':'a','image':'x','securityContext':{'privileged':true}}]}}}",
                    ""),
            new Case(
                    "neither steps nor limits",
                    "{'strategy':{'canary':{'steps':null,'maxSurge':null,'maxUnavailable':null}}}",
                    ""),
            new Case("no replicas", "{'replicas':null}", ""));

    /** Rules of the API, looked at behind whatever this version may not support. */
    static final List<Case> rules = List.of(
            new Case(
                    "both strategies",
                    "{'strategy':{'blueGreen':{'activeService':'a'}}}",
                    "spec.strategy.strategy: Invalid value: \"blueGreen: true canary: true\": Multiple Strategies can not be listed"),
            new Case(
                    "pods beyond what a number holds",
                    "{'replicas':30000000000}",
                    "spec.replicas: Invalid value: 30000000000: must be a whole number, at most 2147483647"),
            new Case(
                    "more pods than any cluster has",
                    "{'replicas':2147483647}",
                    "spec.replicas: Invalid value: 2147483647: must be less than or equal to 100000000"),
            new Case(
                    "labels that are a list",
                    "{'selector':{'matchLabels':['app']}}",
                    "spec.selector.matchLabels: Invalid value: [\"app\"]: must be a map of texts"),
            new Case(
                    "a label that is a number",
                    "{'template':{'metadata':{'labels':{'zone':1}}}}",
                    "spec.template.labels: Invalid value: {\"app\":\"web\",\"zone\":1}: must be a map of texts"),
            new Case(
                    "half a pod",
                    "{'replicas':1.5}",
                    "spec.replicas: Invalid value: 1.5: must be a whole number, at most 2147483647"),
            canary(
                    "one Service for both versions",
                    "'stableService':'a','canaryService':'a'",
                    "spec.strategy.stableService: Invalid value: \"a\": This rollout uses the same service for the stable and canary services, but two different services are required."),
            canary("one of two Services", "'stableService':'a'", ""),
            canary(
                    "half a ping-pong",
                    "'pingPong':{'pingService':'a','pongService':''}",
                    "spec.strategy.pingPong.pongService: Invalid value: \"\": Ping service and Pong service must to be set to use Ping-Pong feature"),
            canary(
                    "ping-pong with oneself",
                    "'pingPong':{'pingService':'a','pongService':'a'}",
                    "spec.strategy.pingPong.pingService: Invalid value: \"a\": This rollout uses the same service for the ping and pong services, but two different services are required."),
            canary("ping-pong without a router", "'pingPong':{'pingService':'a','pongService':'b'}", ""),
            canary(
                    "a delay of zero is a delay",
                    "'scaleDownDelaySeconds':0",
                    "spec.strategy.scaleDownDelaySeconds: Invalid value: 0: Canary scaleDownDelaySeconds can only be used with traffic routing"),
            canary("a delay with a router", "'scaleDownDelaySeconds':0,'trafficRouting':{}", ""),
            canary(
                    "a stable version that shrinks without a router",
                    "'dynamicStableScale':true",
                    "spec.strategy.dynamicStableScale: Invalid value: true: Canary dynamicStableScale can only be used with traffic routing"),
            canary(
                    "a stable version that shrinks late",
                    "'dynamicStableScale':true,'scaleDownDelaySeconds':9,'trafficRouting':{}",
                    "spec.strategy.dynamicStableScale: Invalid value: true: Canary dynamicStableScale cannot be used with scaleDownDelaySeconds"),
            canary(
                    "a step of two kinds, one of them an analysis",
                    "'steps':[{'analysis':{},'pause':{}}]",
                    "spec.strategy.steps[0]: Invalid value: {\"analysis\":{},\"pause\":{}}: Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause"),
            canary("a kind that others do not count", "'steps':[{'setWeight':1,'plugin':{'name':'x'}}]", ""),
            canary(
                    "a weight that is no number",
                    "'steps':[{'setWeight':'half'}]",
                    "spec.strategy.steps[0].setWeight: Invalid value: \"half\": SetWeight needs to be between 0 and 100"),
            canary(
                    "a canary scale without a router",
                    "'steps':[{'setCanaryScale':{'replicas':1}}]",
                    "spec.strategy.trafficRouting: Required value: SetCanaryScale requires TrafficRouting to be set"),
            canary(
                    "a header route without a router",
                    "'steps':[{'setHeaderRoute':{'name':'x'}}]",
                    "spec.strategy.steps[0].setHeaderRoute: Invalid value: {\"name\":\"x\"}: SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix"),
            canary(
                    "a mirror route without a router",
                    "'steps':[{'setMirrorRoute':{'name':'x'}}]",
                    "spec.strategy.steps[0].setMirrorRoute: Invalid value: {\"name\":\"x\"}: SetMirrorRoute requires TrafficRouting, supports Istio and Plugins"),
            canary(
                    "no kind of anti-affinity",
                    "'antiAffinity':{}",
                    "spec.strategy.antiAffinity: Invalid value: {}: AntiAffinity must have exactly one strategy listed"),
            canary(
                    "an anti-affinity of no weight",
                    "'antiAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':{'weight':0}}",
                    "spec.strategy.antiAffinity.weight: Invalid value: 0: AntiAffinity weight must be between 1-100"),
            canary(
                    "a required anti-affinity",
                    "'antiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{}}",
                    ""),
            canary("more pods than there are", "'maxSurge':'300%','maxUnavailable':'101%'", ""),
            blueGreen("one Service", "'activeService':'a'", ""),
            blueGreen(
                    "the same Service twice",
                    "'activeService':'a','previewService':'a'",
                    "spec.strategy.activeService: Invalid value: \"a\": This rollout uses the same service for the active and preview services, but two different services are required."),
            blueGreen(
                    "no Service at all",
                    "'activeService':'','previewService':''",
                    "spec.strategy.activeService: Invalid value: \"\": This rollout uses the same service for the active and preview services, but two different services are required."),
            blueGreen(
                    "more versions scaled up than kept",
                    "'activeService':'a','scaleDownDelayRevisionLimit':1",
                    "spec.strategy.scaleDownDelayRevisionLimit: Invalid value: 1: This rollout's revision history limit can not be smaller than the rollout's scale down limit"),
            blueGreen("as many versions scaled up as kept", "'activeService':'a','scaleDownDelayRevisionLimit':0", ""),
            blueGreen(
                    "both kinds of anti-affinity",
                    "'activeService':'a','antiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{},'preferredDuringSchedulingIgnoredDuringExecution':{'weight':1}}",
                    "spec.strategy.antiAffinity: Invalid value: {\"requiredDuringSchedulingIgnoredDuringExecution\":{},\"preferredDuringSchedulingIgnoredDuringExecution\":{\"weight\":1}}: AntiAffinity must have exactly one strategy listed"),
            blueGreen(
                    "a limit that cannot be read",
                    "'activeService':'a','maxUnavailable':'abc'",
                    "spec.strategy.maxUnavailable: Invalid value: \"abc\": must be a number of pods, 0 or more, or a percentage such as \"25%\""),
            blueGreen(
                    "a preview of fewer than no pods",
                    "'activeService':'a','previewReplicaCount':-1",
                    "spec.strategy.previewReplicaCount: Invalid value: -1: must be greater than or equal to 0"),
            blueGreen(
                    "a delay that does not fit",
                    "'activeService':'a','scaleDownDelaySeconds':99999999999",
                    "spec.strategy.scaleDownDelaySeconds: Invalid value: 99999999999: must be a whole number, at most 2147483647"),
            workloadRef(
                    "a kind without pod template",
                    "{'apiVersion':'batch/v1','kind':'Job','name':'x'}",
                    "spec.workloadRef: Invalid value: {\"apiVersion\":\"batch/v1\",\"kind\":\"Job\",\"name\":\"x\"}: workload of type batch/Job is not supported"),
            workloadRef(
                    "a Deployment of no group",
                    "{'apiVersion':'v1','kind':'Deployment','name':'x'}",
                    "spec.workloadRef: Invalid value: {\"apiVersion\":\"v1\",\"kind\":\"Deployment\",\"name\":\"x\"}: workload of type /Deployment is not supported"),
            workloadRef("a Deployment", "{'apiVersion':'apps/v1','kind':'Deployment','name':'x'}", ""),
            workloadRef("an older Deployment", "{'apiVersion':'apps/v1beta2','kind':'Deployment','name':'x'}", ""),
            workloadRef("a ReplicaSet", "{'apiVersion':'apps/v1','kind':'ReplicaSet','name':'x'}", ""),
            workloadRef("a PodTemplate", "{'apiVersion':'v1','kind':'PodTemplate','name':'x'}", ""),
            new Case(
                    "a template beside a reference",
                    "{'workloadRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'x'}}",
                    "spec.template: Internal error: template must be empty for workload reference rollout"),
            new Case(
                    "what programs leave of a template",
                    "{'workloadRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'x'},'template':{'metadata':{'labels':null},'spec':{'containers':[]}}}",
                    ""));

    private static Case blueGreen(String why, String fields, String error) {
        return new Case(why, "{'strategy':{'canary':null,'blueGreen':{" + fields + "}}}", error);
    }

    private static Case workloadRef(String why, String ref, String error) {
        return new Case(why, "{'selector':null,'template':null,'workloadRef':" + ref + "}", error);
    }

    private static Case canary(String why, String fields, String error) {
        return new Case(why, "{'strategy':{'canary':{" + fields + "}}}", error);
    }

    @ParameterizedTest
    @FieldSource("cases")
    void theFirstErrorIsReportedWithThePeersPath(Case c) {
        assertThat(firstError(VALID.map("spec", spec -> spec.merged(Json.parse(quotes(c.spec()))))))
                .isEqualTo(c.error());
    }

    @ParameterizedTest
    @FieldSource("rules")
    void theRulesOfTheApiHoldInTheirOrder(Case c) {
        Json rollout = VALID.map("spec", spec -> spec.merged(Json.parse(quotes(c.spec()))));
        assertThat(RolloutValidation.errors(rollout, References.UNKNOWN).stream()
                        .filter(error -> !error.detail().equals("not supported by this version"))
                        .map(FieldError::toString)
                        .findFirst()
                        .orElse(""))
                .isEqualTo(c.error());
    }

    @Test
    void twoHundredStepsAreJudgedEachAtItsPlace() {
        var steps = new ArrayList<Json>();
        for (int i = 0; i < 199; i++) steps.add(Json.object("setWeight", i / 2));
        steps.add(Json.object("setWeight", 300));
        assertThat(firstError(VALID.withAt(List.of("spec", "strategy", "canary", "steps"), steps)))
                .isEqualTo(
                        "spec.strategy.steps[199].setWeight: Invalid value: 300: SetWeight needs to be between 0 and 100");
    }

    @Test
    void aValidRolloutHasNoErrors() {
        assertThat(RolloutValidation.firstError(VALID)).isEmpty();
    }

    @Test
    void anEmptyRolloutIsRefusedWithoutFailing() {
        assertThat(firstError(Json.EMPTY_OBJECT)).startsWith("spec.selector: Required value");
    }

    @Test
    void annotationsMayNotBeLargerThanTheApiServerTakes() {
        Json large = Json.object("big", "é".repeat(140_000));
        assertThat(firstError(VALID.withAt(List.of("spec", "template", "metadata", "annotations"), large)))
                .isEqualTo("spec.template.annotations: Too long: may not be more than 262144 bytes");
    }

    static Stream<String> replicaSets() throws IOException {
        try (InputStream in = RolloutValidationTest.class.getResourceAsStream("replica-set-errors.txt")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return all.lines().filter(line -> !line.startsWith("#"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replicaSets")
    void podTemplatesAreRefusedWithTheWordsOfKubernetes(String line) {
        String[] specAndError = line.split("\t", -1);
        Json spec = Json.parse(specAndError[0]).with("strategy", Map.of("canary", Map.of()));
        assertThat(firstError(Json.object("spec", spec))).isEqualTo(specAndError[1]);
    }

    /** The schema of the API keeps such objects out; a version of it that does not must not bring us down. */
    @Test
    void anObjectOfAnyShapeIsJudgedWithoutFailing() {
        var random = new Random(20261122);
        for (int i = 0; i < 5_000; i++) {
            Json odd = disfigured(disfigured(VALID, random), random);
            assertThatCode(() -> RolloutValidation.firstError(odd))
                    .as("%s", odd)
                    .doesNotThrowAnyException();
        }
    }

    private static final List<Json> ODDITIES = List.of(
            Json.NULL,
            Json.of("x"),
            Json.of(-3),
            Json.of(1.5),
            Json.of(true),
            Json.EMPTY_ARRAY,
            Json.EMPTY_OBJECT,
            Json.array(Json.NULL, Json.of(1), Json.of("a")),
            Json.object("name", 1, "a", Json.NULL));

    /** The value with something odd at a random place. */
    private static Json disfigured(Json value, Random random) {
        boolean here = random.nextInt(8) == 0 || value.size() == 0;
        if (here) return ODDITIES.get(random.nextInt(ODDITIES.size()));
        if (value.isObject()) {
            var keys = List.copyOf(value.members().keySet());
            String key = keys.get(random.nextInt(keys.size()));
            return value.with(key, disfigured(value.get(key), random));
        }
        var elements = new ArrayList<>(value.elements());
        int chosen = random.nextInt(elements.size());
        elements.set(chosen, disfigured(elements.get(chosen), random));
        return Json.of(elements);
    }

    private static String firstError(Json rollout) {
        return RolloutValidation.firstError(rollout).map(FieldError::toString).orElse("");
    }

    private static String quotes(String text) {
        return text.replace('\'', '"');
    }
}
