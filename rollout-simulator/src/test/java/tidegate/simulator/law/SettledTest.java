package tidegate.simulator.law;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.simulator.law.Trial.Case.allowed;
import static tidegate.simulator.law.Trial.Case.forbidden;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.law.Trial.Case;

/** The judge must be able to say no. */
class SettledTest {
    private static final String CANARY = "{'replicas':2,'strategy':{'canary':{'stableService':'stable',"
            + "'steps':[{'setWeight':50},{'pause':{}},{'pause':{'duration':5}}]}}}";
    private static final String BLUE_GREEN =
            "{'replicas':2,'strategy':{'blueGreen':{'activeService':'active','autoPromotionEnabled':false}}}";

    /** Of the template that the spec has, and with a status of this phase about it. */
    private static Trial ends(Trial trial, String spec, String status) {
        return trial.rollout(spec).status("{'observedGeneration':'1','currentPodHash':'b'," + status + "}");
    }

    private static Trial healthy(Trial trial) {
        return ends(trial, CANARY, "'stableRS':'b','phase':'Healthy'").service("stable", "b");
    }

    private static Trial paused(Trial trial, int step) {
        return ends(trial, CANARY, "'stableRS':'a','phase':'Paused','currentStepIndex':" + step)
                .set("a", 1)
                .set("b", 1)
                .service("stable", "a");
    }

    private static Trial aborted(Trial trial) {
        return ends(trial, CANARY, "'stableRS':'a','phase':'Degraded','message':'aborted','abort':true")
                .service("stable", "a");
    }

    static final List<Case> cases = List.of(
            forbidden(
                    "a generation that nobody looked at",
                    "generation 2 was not observed",
                    trial -> healthy(trial).set("b", 2).spec("{'paused':true}")),
            forbidden("a version without a ReplicaSet", "there is no ReplicaSet of the present", SettledTest::healthy),
            forbidden(
                    "another version than the spec's",
                    "runs demo:x, the spec wants demo:b",
                    trial -> healthy(trial).set("b", 2, "demo:x")),
            forbidden(
                    "on its way",
                    "ends Progressing",
                    trial -> healthy(trial).status("{'phase':'Progressing'}").set("b", 2)),
            allowed("all is well", trial -> healthy(trial).set("b", 2)),
            forbidden(
                    "Healthy, but not promoted",
                    "Healthy, but not promoted",
                    trial -> healthy(trial).status("{'stableRS':'a'}").set("b", 2)),
            forbidden(
                    "Healthy with a command",
                    "a command that is not done",
                    trial -> healthy(trial).status("{'promoteFull':true}").set("b", 2)),
            forbidden(
                    "Healthy with too many pods",
                    "has 3 pods, 2 are wanted",
                    trial -> healthy(trial).set("b", 3)),
            forbidden(
                    "Healthy with pods of an old version",
                    "has 1 pods, 0 are wanted",
                    trial -> healthy(trial).set("a", 1).set("b", 2)),
            forbidden(
                    "Healthy with pods that are not ready",
                    "Healthy with 0 available pods",
                    trial -> healthy(trial)
                            .spec("{'template':{'spec':{'containers':[{'name':'main','image':'demo:missing-b'}]}}}")
                            .status("{'observedGeneration':'2'}")
                            .set("b", 2, "demo:missing-b")),
            forbidden(
                    "a restart that is not done",
                    "is not done",
                    trial -> healthy(trial)
                            .spec("{'restartAt':'2026-01-01T00:00:00Z'}")
                            .status("{'observedGeneration':'2'}")
                            .set("b", 2)),
            forbidden(
                    "a Service at an old version",
                    "stable selects 'a', not b",
                    trial -> ends(trial, CANARY, "'stableRS':'b','phase':'Healthy'")
                            .service("stable", "a")
                            .set("b", 2)),
            forbidden("Paused at a step that is no pause", "Paused for no reason", trial -> paused(trial, 0)),
            forbidden("Paused at a pause that ends", "Paused for no reason", trial -> paused(trial, 2)),
            allowed("Paused until somebody comes", trial -> paused(trial, 1)),
            allowed(
                    "Paused by a user",
                    trial -> paused(trial, 0).spec("{'paused':true}").status("{'observedGeneration':'2'}")),
            forbidden(
                    "blue-green that waits for nobody",
                    "Paused for no reason",
                    trial -> ends(
                                    trial,
                                    "{'replicas':2,'strategy':{'blueGreen':{'activeService':'active'}}}",
                                    "'stableRS':'a','phase':'Paused'")
                            .service("active", "a")
                            .set("a", 2)
                            .set("b", 2)),
            allowed(
                    "blue-green that waits for somebody",
                    trial -> ends(trial, BLUE_GREEN, "'stableRS':'a','phase':'Paused'")
                            .service("active", "a")
                            .set("a", 2)
                            .set("b", 2)),
            forbidden(
                    "Degraded, and nobody knows why",
                    "without a message",
                    trial -> aborted(trial)
                            .status("{'message':null}")
                            .set("a", 2)
                            .set("b", 0)),
            forbidden(
                    "Degraded with good pods",
                    "Degraded for no reason",
                    trial -> aborted(trial).status("{'abort':null}").set("a", 1).set("b", 1)),
            allowed(
                    "Degraded with bad pods",
                    trial -> aborted(trial)
                            .spec("{'template':{'spec':{'containers':[{'name':'main','image':'demo:missing-b'}]}}}")
                            .status("{'abort':null,'observedGeneration':'2'}")
                            .set("a", 1)
                            .set("b", 1, "demo:missing-b")),
            forbidden(
                    "aborted, and its pods are still there",
                    "aborted, but demo-b has 1 pods",
                    trial -> aborted(trial).set("a", 2).set("b", 1)),
            allowed("aborted", trial -> aborted(trial).set("a", 2).set("b", 0)),
            forbidden(
                    "aborted, and users are still there",
                    "aborted, but active selects 'b'",
                    trial -> ends(
                                    trial,
                                    BLUE_GREEN,
                                    "'stableRS':'a','phase':'Degraded','message':'aborted','abort':true")
                            .service("active", "b")
                            .set("a", 2)
                            .set("b", 2)),
            forbidden("the Rollout is gone and its pods are not", "demo-b is still there", trial -> {
                healthy(trial).set("b", 2);
                trial.api.delete(Author.USER, Kind.ROLLOUT, Trial.DEMO, "", "");
            }));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        var trial = new Trial();
        one.deeds().accept(trial);
        if (trial.api.rollout(Trial.DEMO).isPresent()) trial.pass(5);
        if (one.breaks().isEmpty()) assertThat(trial.end()).isEmpty();
        else assertThat(trial.end()).hasValueSatisfying(text -> assertThat(text).contains(one.breaks()));
    }
}
