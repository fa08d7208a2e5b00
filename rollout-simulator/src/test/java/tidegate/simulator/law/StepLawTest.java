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
class StepLawTest {
    private static final String CANARY = "{'replicas':4,'strategy':{'canary':{'steps':[{'setWeight':25},"
            + "{'pause':{'duration':10}},{'setWeight':75},{'pause':{}}]}}}";
    private static final String BLUE_GREEN = "{'replicas':2,'strategy':{'blueGreen':{'activeService':'active'}}}";

    /** Version b is on its way, and a stable. */
    private static Trial at(Trial trial, int step) {
        return trial.rollout(CANARY)
                .status("{'stableRS':'a','currentPodHash':'b','currentStepHash':'#STEPS','currentStepIndex':" + step
                        + "}");
    }

    private static Trial waiting(Trial trial, int step) {
        return at(trial, step)
                .status("{'controllerPause':true,'pauseConditions':[{'reason':'CanaryPauseStep','startTime':'#NOW'}]}");
    }

    /** Neither of the two has pods, the version before them has. */
    private static Trial olderServes(Trial trial) {
        return at(trial, 0).set("a", 0).set("c", 4).settled();
    }

    static final List<Case> cases = List.of(
            forbidden(
                    "the stable version is forgotten",
                    "is forgotten",
                    trial -> at(trial, 0).settled().writes("{'stableRS':null}")),
            forbidden(
                    "a second first deployment",
                    "taken for a first deployment",
                    trial -> at(trial, 0).settled().writes("{'stableRS':null}").writes("{'stableRS':'b'}")),
            allowed(
                    "a first deployment",
                    trial -> trial.rollout(CANARY)
                            .set("b", 4)
                            .status("{'currentPodHash':'b'}")
                            .settled()
                            .writes("{'stableRS':'b'}")),
            forbidden(
                    "a pause is passed before its time",
                    "pause at step 1 was passed",
                    trial -> waiting(trial, 1).settled().writes("{'currentStepIndex':2,'pauseConditions':null}")),
            forbidden(
                    "a pause without end is passed",
                    "pause at step 3 was passed",
                    trial -> waiting(trial, 3)
                            .settled()
                            .pass(1000)
                            .writes("{'currentStepIndex':4,'pauseConditions':null}")),
            forbidden(
                    "a pause is passed that was not waited in",
                    "pause at step 1 was passed",
                    trial -> at(trial, 0).settled().writes("{'currentStepIndex':2}")),
            allowed(
                    "a rollback within its window takes no steps",
                    trial -> at(trial, 1)
                            .spec("{'rollbackWindow':{'revisions':1}}")
                            .set("b", 4)
                            .pass(5)
                            .set("a", 4)
                            .settled()
                            .writes("{'currentStepIndex':4}")),
            forbidden(
                    "a version that is newer than the stable one takes them, whatever the window",
                    "pause at step 1 was passed",
                    trial -> at(trial, 1)
                            .spec("{'rollbackWindow':{'revisions':1}}")
                            .set("a", 4)
                            .pass(5)
                            .set("b", 4)
                            .settled()
                            .writes("{'currentStepIndex':4}")),
            allowed(
                    "a pause is over",
                    trial -> waiting(trial, 1)
                            .settled()
                            .pass(10)
                            .writes("{'currentStepIndex':2,'pauseConditions':null}")),
            allowed(
                    "a pause was ended by a user",
                    trial -> waiting(trial, 1)
                            .settled()
                            .status("{'pauseConditions':null}")
                            .writes("{'currentStepIndex':2,'controllerPause':null}")),
            allowed(
                    "other steps are begun anew",
                    trial -> waiting(trial, 1).settled().writes("{'currentStepIndex':2,'currentStepHash':'other'}")),
            forbidden(
                    "a weight is passed without its pods",
                    "weight 75 at step 2 was passed with 1",
                    trial -> at(trial, 2).set("a", 4).set("b", 1).settled().writes("{'currentStepIndex':3}")),
            forbidden(
                    "a weight is passed with pods that are not ready",
                    "was passed with 0",
                    trial -> at(trial, 2)
                            .set("a", 4)
                            .set("b", 3, "demo:missing-b")
                            .settled()
                            .writes("{'currentStepIndex':3}")),
            allowed(
                    "a weight is passed with its pods",
                    trial -> at(trial, 2).set("a", 4).set("b", 3).settled().writes("{'currentStepIndex':3}")),
            allowed(
                    "a weight is passed with one pod less, for rounding",
                    trial -> at(trial, 2).set("a", 4).set("b", 2).settled().writes("{'currentStepIndex':3}")),
            allowed("a weight is passed with pods that were deleted a moment ago", trial -> {
                at(trial, 2).set("a", 4).set("b", 3).settled();
                trial.api.delete(Author.OTHERS, Kind.REPLICA_SET, Trial.nameOf("b"), "", "");
                trial.writes("{'currentStepIndex':3}");
            }),
            forbidden(
                    "a step is done again",
                    "step 0 is done again",
                    trial -> at(trial, 2).settled().writes("{'currentStepIndex':0}")),
            allowed(
                    "an abort goes back to the first step",
                    trial -> at(trial, 2).settled().writes("{'currentStepIndex':0,'abort':true}")),
            forbidden(
                    "it becomes stable before the last step",
                    "became stable  at step 3",
                    trial -> at(trial, 3).set("b", 4).settled().writes("{'stableRS':'b'}")),
            forbidden(
                    "it becomes stable although aborted",
                    "became stable although aborted",
                    trial -> at(trial, 4)
                            .status("{'abort':true}")
                            .set("b", 4)
                            .settled()
                            .writes("{'stableRS':'b'}")),
            forbidden(
                    "it becomes stable without its pods",
                    "with 3 available pods of 4",
                    trial -> at(trial, 4).set("b", 3).settled().writes("{'stableRS':'b'}")),
            forbidden(
                    "it becomes stable with pods that are not ready",
                    "with 0 available pods of 4",
                    trial ->
                            at(trial, 4).set("b", 4, "demo:missing-b").settled().writes("{'stableRS':'b'}")),
            allowed(
                    "it becomes stable in the end, with all its pods",
                    trial -> at(trial, 4).set("b", 4).settled().writes("{'stableRS':'b'}")),
            allowed(
                    "a pod was lost that nobody knew of",
                    trial -> at(trial, 4).set("b", 4).settled().kill("b").writes("{'stableRS':'b'}")),
            forbidden(
                    "a pod lost elsewhere is no excuse",
                    "with 3 available pods of 4",
                    trial -> at(trial, 4)
                            .set("a", 2)
                            .set("b", 3)
                            .settled()
                            .kill("a")
                            .writes("{'stableRS':'b'}")),
            forbidden(
                    "a head start",
                    "its steps allow 2",
                    trial -> at(trial, 0).set("a", 4).set("b", 0).settled().scales("b", 3)),
            allowed(
                    "a pod more to restart those of an old version with",
                    trial -> olderServes(trial)
                            .spec("{'restartAt':'#NOW'}")
                            .looks()
                            .scales("c", 5)),
            forbidden(
                    "and another one",
                    "its steps allow 2",
                    trial -> olderServes(trial)
                            .spec("{'restartAt':'#NOW'}")
                            .looks()
                            .scales("c", 5)
                            .scales("c", 6)),
            forbidden(
                    "a pod more of an old version without a restart",
                    "its steps allow 2",
                    trial -> olderServes(trial).scales("c", 5)),
            forbidden(
                    "a pod more of an old version for a restart that is done",
                    "its steps allow 2",
                    trial -> olderServes(trial)
                            .spec("{'restartAt':'#NOW'}")
                            .status("{'restartedAt':'#NOW'}")
                            .looks()
                            .scales("c", 5)),
            forbidden(
                    "a pod more to restart what serves nobody",
                    "its steps allow 2",
                    trial -> at(trial, 0)
                            .set("a", 0)
                            .set("c", 4, "demo:missing-c")
                            .settled()
                            .spec("{'restartAt':'#NOW'}")
                            .looks()
                            .scales("c", 5)),
            allowed(
                    "as many pods as the step says, though somebody wrote another hash of the same steps",
                    trial -> at(trial, 0)
                            .status("{'currentStepHash':'other','observedGeneration':'1'}")
                            .set("a", 4)
                            .set("b", 0)
                            .settled()
                            .scales("b", 1)),
            forbidden(
                    "as many pods as that step says, but other steps have not begun",
                    "its steps allow 2",
                    trial -> at(trial, 2)
                            .status("{'currentStepHash':'other','observedGeneration':'0'}")
                            .set("a", 4)
                            .set("b", 0)
                            .settled()
                            .scales("b", 3)),
            forbidden(
                    "a step is done again because somebody wrote another hash of the same steps",
                    "step 0 is done again",
                    trial -> at(trial, 2)
                            .status("{'currentStepHash':'other','observedGeneration':'1'}")
                            .settled()
                            .writes("{'currentStepIndex':0,'currentStepHash':'#STEPS'}")),
            forbidden(
                    "pods for what is aborted",
                    "its steps allow 0",
                    trial -> at(trial, 0)
                            .status("{'abort':true}")
                            .set("a", 4)
                            .set("b", 0)
                            .settled()
                            .scales("b", 1)),
            allowed(
                    "as many pods as the step says",
                    trial -> at(trial, 0).set("a", 4).set("b", 0).settled().scales("b", 1)),
            allowed(
                    "all pods at once for a full promotion",
                    trial -> at(trial, 0)
                            .status("{'promoteFull':true}")
                            .set("a", 4)
                            .set("b", 0)
                            .settled()
                            .scales("b", 4)),
            forbidden(
                    "a preview becomes stable while users are elsewhere",
                    "became stable while the active Service selects 'a'",
                    trial -> trial.rollout(BLUE_GREEN)
                            .status("{'stableRS':'a','currentPodHash':'b'}")
                            .service("active", "a")
                            .set("a", 2)
                            .set("b", 2)
                            .settled()
                            .writes("{'stableRS':'b'}")),
            forbidden(
                    "an aborted preview becomes stable",
                    "became stable although aborted",
                    trial -> trial.rollout(BLUE_GREEN)
                            .status("{'stableRS':'a','currentPodHash':'b','abort':true}")
                            .service("active", "b")
                            .set("b", 2)
                            .settled()
                            .writes("{'stableRS':'b'}")),
            allowed(
                    "what users are at becomes stable",
                    trial -> trial.rollout(BLUE_GREEN)
                            .status("{'stableRS':'a','currentPodHash':'b'}")
                            .service("active", "b")
                            .set("b", 2)
                            .settled()
                            .writes("{'stableRS':'b'}")));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        one.judgedBy(new StepLaw());
    }
}
