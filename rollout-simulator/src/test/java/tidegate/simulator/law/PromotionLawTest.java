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
class PromotionLawTest {
    private static final String FOR_SOMEBODY = "'autoPromotionEnabled':false";
    private static final String FOR_A_WHILE = "'autoPromotionSeconds':20";
    private static final String NOT_OVER = "although the wait is not over";

    private static final String BACK_FAST = "{'currentPodHash':'b','blueGreen':{'scaleUpPreviewCheckPoint':true}}";

    /** Version a is stable and has the users, b is older and was stable before, c is new. */
    private static Trial update(Trial trial, String wait) {
        return trial.rollout("{'replicas':2,'strategy':{'blueGreen':{'activeService':'active'," + wait + "}}}")
                .status("{'stableRS':'a','currentPodHash':'c'}")
                .service("active", "a")
                .set("b", 2)
                .pass(2)
                .set("a", 2)
                .pass(2)
                .set("c", 2)
                .settled();
    }

    private static Trial waiting(Trial trial, String wait) {
        return update(trial, wait)
                .writes("{'controllerPause':true,'pauseConditions':[{'reason':'BlueGreenPause','startTime':'#NOW'}]}")
                .looks();
    }

    static final List<Case> cases = List.of(
            forbidden(
                    "users are sent on before the wait begins",
                    NOT_OVER,
                    trial -> update(trial, FOR_SOMEBODY).switches("active", "c")),
            forbidden(
                    "users are sent on without anybody's word",
                    NOT_OVER,
                    trial -> waiting(trial, FOR_SOMEBODY).pass(1000).looks().switches("active", "c")),
            forbidden(
                    "time ends no wait for somebody",
                    NOT_OVER,
                    trial -> waiting(trial, FOR_SOMEBODY + ',' + FOR_A_WHILE)
                            .pass(1000)
                            .looks()
                            .switches("active", "c")),
            forbidden(
                    "users are sent on too early",
                    NOT_OVER,
                    trial -> waiting(trial, FOR_A_WHILE).pass(19).looks().switches("active", "c")),
            allowed(
                    "the time is over",
                    trial -> waiting(trial, FOR_A_WHILE).pass(20).looks().switches("active", "c")),
            allowed(
                    "somebody has ended the wait",
                    trial -> waiting(trial, FOR_SOMEBODY)
                            .status("{'pauseConditions':null}")
                            .looks()
                            .switches("active", "c")),
            allowed(
                    "a full promotion",
                    trial -> update(trial, FOR_SOMEBODY)
                            .status("{'promoteFull':true}")
                            .looks()
                            .switches("active", "c")),
            allowed(
                    "nobody asked for a wait",
                    trial -> update(trial, "'previewService':''").switches("active", "c")),
            allowed(
                    "back to the stable version",
                    trial -> update(trial, FOR_SOMEBODY)
                            .status("{'stableRS':'c'}")
                            .looks()
                            .switches("active", "c")),
            forbidden(
                    "it says that a wait is over that is not",
                    "is said to be over",
                    trial -> waiting(trial, FOR_SOMEBODY)
                            .writes("{'pauseConditions':null,'blueGreen':{'scaleUpPreviewCheckPoint':true}}")),
            allowed(
                    "a wait that is over is remembered",
                    trial -> waiting(trial, FOR_SOMEBODY)
                            .status("{'pauseConditions':null}")
                            .looks()
                            .writes("{'controllerPause':null,'blueGreen':{'scaleUpPreviewCheckPoint':true}}")
                            .looks()
                            .switches("active", "c")),
            forbidden(
                    "back to a version whose pods were about to go long ago",
                    NOT_OVER,
                    trial -> update(trial, FOR_SOMEBODY)
                            .keepsPodsUntil("b", 5)
                            .pass(10)
                            .looks()
                            .writes("{'currentPodHash':'b'}")
                            .switches("active", "b")),
            allowed(
                    "back to a version that still has its pods",
                    trial -> update(trial, FOR_SOMEBODY)
                            .keepsPodsUntil("b", 5)
                            .looks()
                            .writes("{'currentPodHash':'b'}")
                            .switches("active", "b")),
            allowed("back to a version whose ReplicaSet is deleted at that moment", trial -> {
                update(trial, FOR_SOMEBODY).keepsPodsUntil("b", 5).looks();
                trial.api.delete(Author.OTHERS, Kind.REPLICA_SET, Trial.nameOf("b"), "", "");
                trial.writes(BACK_FAST);
            }),
            forbidden("back to a version whose ReplicaSet was seen to be gone", "is said to be over", trial -> {
                update(trial, FOR_SOMEBODY).keepsPodsUntil("b", 5).looks();
                trial.api.delete(Author.OTHERS, Kind.REPLICA_SET, Trial.nameOf("b"), "", "");
                trial.looks().writes(BACK_FAST);
            }),
            forbidden(
                    "on to a newer version that still has its pods",
                    NOT_OVER,
                    trial -> update(trial, FOR_SOMEBODY)
                            .keepsPodsUntil("c", 5)
                            .looks()
                            .switches("active", "c")),
            allowed(
                    "back within the window",
                    trial -> update(trial, FOR_SOMEBODY)
                            .spec("{'rollbackWindow':{'revisions':3}}")
                            .looks()
                            .switches("active", "b")));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        one.judgedBy(new PromotionLaw());
    }
}
