package tidegate.simulator.law;

import static tidegate.simulator.law.Trial.Case.allowed;
import static tidegate.simulator.law.Trial.Case.forbidden;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.simulator.law.Trial.Case;

/** The judge must be able to say no. */
class KeepLawTest {
    private static Trial update(Trial trial) {
        return trial.rollout("{'replicas':2,'strategy':{'canary':{}}}")
                .status("{'stableRS':'a','currentPodHash':'b'}")
                .set("old", 0)
                .set("a", 0)
                .set("b", 0)
                .settled();
    }

    /** Version b is stable, and old still has its pods. */
    private static Trial replaced(Trial trial, String blueGreen) {
        return trial.rollout("{'replicas':2,'strategy':{'blueGreen':" + blueGreen + "}}")
                .status("{'stableRS':'b','currentPodHash':'b'}")
                .set("old", 2)
                .set("b", 2)
                .settled();
    }

    static final List<Case> cases = List.of(
            forbidden(
                    "one with pods",
                    "was deleted with pods",
                    trial -> update(trial).scales("old", 1).deletes("old")),
            forbidden(
                    "the stable one",
                    "although it is needed",
                    trial -> update(trial).deletes("a")),
            forbidden(
                    "the present one",
                    "although it is needed",
                    trial -> update(trial).deletes("b")),
            forbidden(
                    "one that a Service selects",
                    "although it is needed",
                    trial -> update(trial)
                            .spec("{'strategy':{'canary':{'stableService':'stable'}}}")
                            .service("stable", "old")
                            .looks()
                            .deletes("old")),
            allowed(
                    "one that a Service of somebody else selects",
                    trial -> update(trial).service("stranger", "old").deletes("old")),
            forbidden(
                    "a version that was replaced loses its pods at once",
                    "a time that was never set",
                    trial -> replaced(trial, "{'activeService':'active','scaleDownDelaySeconds':20}")
                            .scales("old", 0)),
            forbidden(
                    "a version that was replaced loses its pods too early",
                    "they were to be kept until",
                    trial -> replaced(trial, "{'activeService':'active','scaleDownDelaySeconds':20}")
                            .keepsPodsUntil("old", 20)
                            .pass(19)
                            .looks()
                            .scales("old", 0)),
            allowed(
                    "its time is over",
                    trial -> replaced(trial, "{'activeService':'active','scaleDownDelaySeconds':20}")
                            .keepsPodsUntil("old", 20)
                            .pass(20)
                            .looks()
                            .scales("old", 0)),
            forbidden(
                    "a time that is too short",
                    "which is less than PT20S",
                    trial -> replaced(trial, "{'activeService':'active','scaleDownDelaySeconds':20}")
                            .keepsPodsUntil("old", 10)),
            allowed(
                    "no delay is wanted",
                    trial -> replaced(trial, "{'activeService':'active','scaleDownDelaySeconds':0}")
                            .scales("old", 0)),
            allowed("an old one without pods", trial -> update(trial).deletes("old")));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        one.judgedBy(new KeepLaw());
    }
}
