package tidegate.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

/** What a Rollout names must be there and fit it. */
class ReferencesTest {
    private static final Json TEMPLATE = json("{'metadata':{'labels':{'app':'web','tier':'front'}},"
            + "'spec':{'containers':[{'name':'a','image':'x:1'}]}}");
    private static final Json CANARY =
            json("{'metadata':{'name':'web'},'spec':{'selector':{'matchLabels':{'app':'web'}},"
                            + "'strategy':{'canary':{'stableService':'web','canaryService':'web-canary'}}}}")
                    .withAt(List.of("spec", "template"), TEMPLATE);
    private static final Json BLUE_GREEN = CANARY.withAt(
            List.of("spec", "strategy"), json("{'blueGreen':{'activeService':'web','previewService':'web-preview'}}"));
    private static final Json REFERRING =
            json("{'metadata':{'name':'web'},'spec':{'workloadRef':{'apiVersion':'apps/v1',"
                    + "'kind':'Deployment','name':'web'},'strategy':{'canary':{'stableService':'web'}}}}");
    private static final Json DEPLOYMENT =
            json("{'spec':{'selector':{'matchLabels':{'app':'web'}}}}").withAt(List.of("spec", "template"), TEMPLATE);

    private static final Named GOOD = service("{'app':'web'}");
    private static final Named ABSENT = new Named.Absent();

    record Case(String why, Json rollout, Named workload, Map<String, Named> services, String error) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            canary("both are there", Map.of("web", GOOD, "web-canary", GOOD), ""),
            canary("nobody looked", Map.of(), ""),
            canary(
                    "the second is missing",
                    Map.of("web", GOOD, "web-canary", ABSENT),
                    "spec.strategy.canary.canaryService: Invalid value: \"web-canary\": service \"web-canary\" not found"),
            canary(
                    "what is missing comes before what is wrong",
                    Map.of("web", service("{'app':'shop'}"), "web-canary", ABSENT),
                    "spec.strategy.canary.canaryService: Invalid value: \"web-canary\": service \"web-canary\" not found"),
            canary(
                    "a Service of other pods",
                    Map.of("web", service("{'tier':'front','app':'shop'}")),
                    "spec.strategy.canary.stableService: Invalid value: \"web\": Service \"web\" has unmatch label \"app\" in rollout"),
            canary(
                    "a Service that asks for a label too many",
                    Map.of("web", service("{'app':'web','zone':'a'}")),
                    "spec.strategy.canary.stableService: Invalid value: \"web\": Service \"web\" has unmatch label \"zone\" in rollout"),
            canary(
                    "the hash in a selector is ours",
                    Map.of("web", service("{'app':'web','rollouts-pod-template-hash':'abc'}")),
                    ""),
            canary("a Service without selector gets one", Map.of("web", service("null")), ""),
            canary("a Service of ours", Map.of("web", managedBy("web")), ""),
            canary(
                    "a Service of another Rollout",
                    Map.of("web", managedBy("shop")),
                    "spec.strategy.canary.stableService: Invalid value: \"web\": Service \"web\" is managed by another Rollout"),
            new Case(
                    "no active Service",
                    BLUE_GREEN,
                    new Named.Unknown(),
                    Map.of("web", ABSENT),
                    "spec.strategy.blueGreen.activeService: Invalid value: \"web\": service \"web\" not found"),
            new Case(
                    "a preview Service of another Rollout",
                    BLUE_GREEN,
                    new Named.Unknown(),
                    Map.of("web", GOOD, "web-preview", managedBy("shop")),
                    "spec.strategy.blueGreen.previewService: Invalid value: \"web-preview\": Service \"web-preview\" is managed by another Rollout"),
            new Case(
                    "an error of its own comes first",
                    BLUE_GREEN.withAt(List.of("spec", "replicas"), -1),
                    new Named.Unknown(),
                    Map.of("web", ABSENT),
                    "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
            referring("a workload that fits", new Named.Found(DEPLOYMENT), ""),
            referring("a workload that nobody looked for", new Named.Unknown(), ""),
            referring(
                    "no workload",
                    ABSENT,
                    "spec.workloadRef: Invalid value: {\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"web\"}: deployments.apps \"web\" not found"),
            referring(
                    "a workload with a broken template",
                    new Named.Found(
                            DEPLOYMENT.withAt(List.of("spec", "template", "spec", "containers"), Json.EMPTY_ARRAY)),
                    "spec.template.spec.containers: Required value"),
            referring(
                    "a workload whose pods the Service does not select",
                    new Named.Found(DEPLOYMENT.withAt(
                            List.of("spec"),
                            json(
                                    "{'selector':{'matchLabels':{'app':'shop'}},'template':{'metadata':{'labels':{'app':'shop'}},"
                                            + "'spec':{'containers':[{'name':'a','image':'x:1'}]}}}"))),
                    "spec.strategy.canary.stableService: Invalid value: \"web\": Service \"web\" has unmatch label \"app\" in rollout"));

    private static Case canary(String why, Map<String, Named> services, String error) {
        return new Case(why, CANARY, new Named.Unknown(), services, error);
    }

    private static Case referring(String why, Named workload, String error) {
        return new Case(why, REFERRING, workload, Map.of("web", GOOD), error);
    }

    @ParameterizedTest
    @FieldSource("cases")
    void whatARolloutNamesMustFitIt(Case c) {
        assertThat(RolloutValidation.errors(c.rollout(), new References(c.workload(), c.services())).stream()
                        .filter(error -> !error.detail().equals("not supported by this version"))
                        .map(FieldError::toString)
                        .findFirst()
                        .orElse(""))
                .isEqualTo(c.error());
    }

    @Test
    void theServicesToLookUpAreThoseThatAreNamed() {
        assertThat(RolloutValidation.servicesOf(CANARY)).containsExactly("web", "web-canary");
        assertThat(RolloutValidation.servicesOf(BLUE_GREEN)).containsExactly("web", "web-preview");
        assertThat(RolloutValidation.servicesOf(Json.EMPTY_OBJECT)).isEmpty();
    }

    private static Named service(String selector) {
        return new Named.Found(Json.object("spec", Json.object("selector", json(selector))));
    }

    private static Named managedBy(String rollout) {
        return new Named.Found(Json.object(
                "metadata",
                Map.of("annotations", Map.of("argo-rollouts.argoproj.io/managed-by-rollouts", rollout)),
                "spec",
                Map.of("selector", Map.of("app", "web"))));
    }

    private static Json json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
