package tidegate.simulator.law;

import static tidegate.simulator.law.Trial.Case.allowed;
import static tidegate.simulator.law.Trial.Case.forbidden;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.law.Trial.Case;

/** The judge must be able to say no. */
class ServiceLawTest {
    private static Trial blueGreen(Trial trial) {
        return trial.rollout(
                        "{'replicas':2,'strategy':{'blueGreen':{'activeService':'active','previewService':'preview'}}}")
                .status("{'stableRS':'a','currentPodHash':'b'}")
                .service("active", "a")
                .service("preview", "a")
                .service("stranger", "a")
                .set("a", 2);
    }

    private static Trial canary(Trial trial) {
        return trial.rollout("{'replicas':2,'strategy':{'canary':{'canaryService':'canary','stableService':'stable'}}}")
                .status("{'stableRS':'a','currentPodHash':'b'}")
                .service("canary", "a")
                .service("stable", "a")
                .set("a", 2);
    }

    private static Trial toAndFro(Trial trial, int times) {
        for (int i = 0; i < times; i++) trial.switches("active", i % 2 == 0 ? "b" : "a");
        return trial;
    }

    static final List<Case> cases = List.of(
            forbidden(
                    "a Service loses its version",
                    "no longer selects a",
                    trial -> blueGreen(trial).settled().switches("active", "")),
            allowed(
                    "a Service that is none of the Rollout's",
                    trial -> blueGreen(trial).settled().switches("stranger", "")),
            forbidden(
                    "users are sent to too few pods",
                    "with 1 available pods, 2 are needed",
                    trial -> blueGreen(trial).set("b", 1).settled().switches("active", "b")),
            allowed(
                    "users are sent to a version with all its pods",
                    trial -> blueGreen(trial).set("b", 2).settled().switches("active", "b")),
            allowed(
                    "a preview without pods",
                    trial -> blueGreen(trial).set("b", 0).settled().switches("preview", "b")),
            allowed(
                    "users are sent to few pods from none",
                    trial -> blueGreen(trial)
                            .set("b", 1)
                            .resize(Author.OTHERS, "a", 0)
                            .settled()
                            .switches("active", "b")),
            allowed(
                    "users are sent to as many pods as they had, which nobody knows are lost",
                    trial -> blueGreen(trial)
                            .set("b", 1)
                            .resize(Author.OTHERS, "a", 1)
                            .settled()
                            .kill("b")
                            .switches("active", "b")),
            forbidden(
                    "users are sent to too few pods, though others were lost that nobody knows of",
                    "with 0 available pods, 2 are needed",
                    trial -> blueGreen(trial)
                            .set("b", 2, "demo:missing-b")
                            .set("c", 2)
                            .settled()
                            .kill("c")
                            .kill("c")
                            .switches("active", "b")),
            forbidden(
                    "a canary without a pod",
                    "with 0 available pods, 1 are needed",
                    trial -> canary(trial)
                            .set("b", 1, "demo:missing-b")
                            .settled()
                            .switches("canary", "b")),
            allowed(
                    "a canary with a pod",
                    trial -> canary(trial).set("b", 1).settled().switches("canary", "b")),
            forbidden(
                    "a version that does not exist",
                    "there is no such version",
                    trial -> blueGreen(trial).settled().switches("preview", "b")),
            allowed("a version that was deleted a moment ago", trial -> {
                blueGreen(trial).set("b", 2).settled();
                trial.api.delete(Author.OTHERS, Kind.REPLICA_SET, Trial.nameOf("b"), "", "");
                trial.switches("preview", "b");
            }),
            forbidden(
                    "users of all versions are sent to a smaller one",
                    "with 1 available pods",
                    trial -> blueGreen(trial)
                            .service("all", "")
                            .spec("{'strategy':{'blueGreen':{'activeService':'all'}}}")
                            .set("b", 1)
                            .settled()
                            .switches("all", "b")),
            allowed(
                    "users of all versions are sent to a whole one",
                    trial -> blueGreen(trial)
                            .service("all", "")
                            .spec("{'strategy':{'blueGreen':{'activeService':'all'}}}")
                            .set("b", 1)
                            .settled()
                            .switches("all", "a")),
            forbidden(
                    "a pod lost elsewhere is no excuse",
                    "with 1 available pods, 2 are needed",
                    trial -> blueGreen(trial)
                            .set("b", 1)
                            .set("c", 2)
                            .settled()
                            .kill("c")
                            .switches("active", "b")),
            allowed(
                    "a pod that nobody knows to be lost",
                    trial -> blueGreen(trial).set("b", 2).settled().kill("b").switches("active", "b")),
            forbidden(
                    "to and fro",
                    "is switched to and fro",
                    trial -> toAndFro(blueGreen(trial).set("b", 2).settled(), 7)),
            allowed(
                    "to and fro as users wish",
                    trial -> toAndFro(
                            toAndFro(blueGreen(trial).set("b", 2).settled(), 4).status("{'abort':true}"), 4)),
            allowed("two Services, each a few times", trial -> {
                canary(trial).set("b", 2).settled();
                for (int i = 0; i < 4; i++)
                    for (String service : List.of("canary", "stable")) trial.switches(service, i % 2 == 0 ? "b" : "a");
            }),
            forbidden(
                    "pods are taken from users",
                    "the active Service selects it",
                    trial -> blueGreen(trial).settled().scales("a", 1)),
            allowed(
                    "pods are taken from what nobody is at",
                    trial -> blueGreen(trial).set("b", 2).settled().scales("b", 0)),
            allowed(
                    "fewer pods are wanted",
                    trial -> blueGreen(trial)
                            .settled()
                            .spec("{'replicas':1}")
                            .looks()
                            .scales("a", 1)));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        one.judgedBy(new ServiceLaw());
    }
}
