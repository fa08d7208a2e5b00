package tidegate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LintCommandTest {
    private static final String ROLLOUT = """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: checkout}
            spec:
              selector: {matchLabels: {app: checkout}}
              template:
                metadata: {labels: {app: checkout}}
                spec: {containers: [{name: app, image: "shop/checkout:1"}]}
              strategy:
                canary:
                  steps: [{setWeight: 20}, {pause: {}}]
            """;

    private static final String OTHERS = """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {1: one, any: thing}
            ---
            # nothing
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: other}
            spec: {template: {spec: {nonsense: true}}}
            """;

    record Case(String why, String file, String out, String error) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case("nothing is wrong", ROLLOUT, "", ""),
            new Case("other kinds are none of its business", ROLLOUT + OTHERS, "", ""),
            new Case("nothing at all", "", "", ""),
            new Case("JSON", json(), "", ""),
            new Case(
                    "a List is its items",
                    "{\"kind\":\"List\",\"items\":[" + json().replace("20", "120") + "]}",
                    "spec.strategy.steps[0].setWeight: Invalid value: 120: SetWeight needs to be between 0 and 100\n",
                    "spec.strategy.steps[0].setWeight: Invalid value: 120: SetWeight needs to be between 0 and 100"),
            new Case(
                    "all findings, and the first as the error",
                    ROLLOUT.replace("setWeight: 20", "setWeight: -1").replace("pause: {}", "pause: {duration: soon}"),
                    """
                    spec.strategy.steps[0].setWeight: Invalid value: -1: SetWeight needs to be between 0 and 100
                    spec.strategy.steps[1].pause.duration: Invalid value: "soon": Duration needs to be greater than 0
                    """,
                    "spec.strategy.steps[0].setWeight: Invalid value: -1: SetWeight needs to be between 0 and 100"),
            new Case(
                    "the second of two rollouts",
                    ROLLOUT
                            + "---\n"
                            + ROLLOUT.replace("name: checkout}", "name: cart}").replace("20", "120"),
                    "spec.strategy.steps[0].setWeight: Invalid value: 120: SetWeight needs to be between 0 and 100\n",
                    "spec.strategy.steps[0].setWeight: Invalid value: 120: SetWeight needs to be between 0 and 100"),
            new Case(
                    "both of two rollouts",
                    ROLLOUT.replace("20", "101")
                            + "---\n"
                            + ROLLOUT.replace("name: checkout}", "name: cart}").replace("20", "102"),
                    """
                    rollout 'checkout': spec.strategy.steps[0].setWeight: Invalid value: 101: SetWeight needs to be between 0 and 100
                    rollout 'cart': spec.strategy.steps[0].setWeight: Invalid value: 102: SetWeight needs to be between 0 and 100
                    """,
                    "spec.strategy.steps[0].setWeight: Invalid value: 101: SetWeight needs to be between 0 and 100"),
            new Case(
                    "no step of a known kind",
                    ROLLOUT.replace("setWeight: 20", ""),
                    "spec.strategy.steps[0]: Invalid value: {}: Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause\n",
                    "spec.strategy.steps[0]: Invalid value: {}: Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause"),
            new Case(
                    "a misspelt field",
                    ROLLOUT.replace("setWeight", "setWieght"),
                    "",
                    "error unmarshaling JSON: while decoding JSON: json: unknown field \"setWieght\""),
            new Case(
                    "a misspelt field of a pod",
                    ROLLOUT.replace("image:", "imagine:"),
                    "",
                    "error unmarshaling JSON: while decoding JSON: json: unknown field \"imagine\""),
            new Case(
                    "a pod template with all the metadata it may have",
                    ROLLOUT.replace("metadata: {labels:", "metadata: {creationTimestamp: null, name: x, labels:"),
                    "",
                    ""),
            new Case(
                    "a value of another type",
                    ROLLOUT.replace("setWeight: 20", "setWeight: twenty"),
                    "",
                    "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into field spec.strategy.canary.steps[0].setWeight of type integer"),
            new Case(
                    "a field of a Service that there is not",
                    ROLLOUT + service("checkout", "app: checkout").replace("ports", "port"),
                    "",
                    "error unmarshaling JSON: while decoding JSON: json: unknown field \"port\""),
            new Case(
                    "a key twice",
                    ROLLOUT + "  replicas: 1\n  replicas: 2\n",
                    "",
                    "error converting YAML to JSON: yaml: line 13: found duplicate key replicas"),
            new Case("no manifest", "just text\n", "", "error unmarshaling JSON: while decoding JSON: not an object"),
            new Case(
                    "half a JSON",
                    "{\"kind\":",
                    "",
                    "error unmarshaling JSON: not JSON: Unexpected end-of-input within/between Object entries (line 1, column 9)"));

    @ParameterizedTest
    @FieldSource("cases")
    void everyFindingIsALineAndTheFirstIsTheError(Case c) {
        Shell.Result result = Shell.withoutCluster().piped(c.file()).run("lint -f -");
        assertThat(result.out()).isEqualTo(c.out());
        assertThat(result.err()).isEqualTo(c.error().isEmpty() ? "" : "Error: " + c.error() + "\n");
        assertThat(result.code()).isEqualTo(c.error().isEmpty() ? 0 : 1);
    }

    @Test
    void theServicesOfTheFileAreLookedAt() {
        String routed = ROLLOUT.replace(
                "canary:\n", "canary:\n      stableService: checkout\n      canaryService: checkout-canary\n");
        String file = routed + service("checkout", "app: checkout") + service("checkout-canary", "app: cart");
        assertThat(Shell.withoutCluster().piped(file).run("lint -f -").out())
                .contains(
                        "spec.strategy.canary.canaryService: Invalid value: \"checkout-canary\": Service \"checkout-canary\" has unmatch label \"app\" in rollout");
        assertThat(Shell.withoutCluster().piped(routed).run("lint -f -").out()).doesNotContain("not found");
    }

    @Test
    void aFileIsReadWhereItIs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("checkout.yaml"), ROLLOUT);
        assertThat(Shell.withoutCluster().run("lint --filename " + file)).isEqualTo(new Shell.Result(0, "", ""));
    }

    @Test
    void aMissingFileIsAnError() {
        assertThat(Shell.withoutCluster().run("lint -f /nonexistent/file.yaml"))
                .isEqualTo(new Shell.Result(1, "", "Error: open /nonexistent/file.yaml: no such file or directory\n"));
    }

    @Test
    void withoutAFileItsUsageIsShown() {
        Shell.Result result = Shell.withoutCluster().run("lint");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("--filename").doesNotContain("Error:");
    }

    private static String service(String name, String selector) {
        return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {selector: {" + selector
                + "}, ports: [{port: 80, targetPort: http}]}\n";
    }

    private static String json() {
        return "{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"Rollout\",\"metadata\":{\"name\":\"checkout\"},\"spec\":"
                + "{\"selector\":{\"matchLabels\":{\"app\":\"checkout\"}},\"template\":{\"metadata\":{\"labels\":{\"app\":"
                + "\"checkout\"}},\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"x\"}]}},\"strategy\":{\"canary\":"
                + "{\"steps\":[{\"setWeight\":20}]}}}}";
    }
}
