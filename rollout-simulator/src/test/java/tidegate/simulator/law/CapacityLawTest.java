package tidegate.simulator.law;

import static tidegate.simulator.law.Trial.Case.allowed;
import static tidegate.simulator.law.Trial.Case.forbidden;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.law.Trial.Case;

/** The judge must be able to say no. */
class CapacityLawTest {
    private static final String FOUR_AND_ONE = "{'replicas':4,'strategy':{'canary':{'maxSurge':1,'maxUnavailable':0}}}";

    static final List<Case> cases = List.of(
            forbidden(
                    "a raise above the ceiling",
                    "5 are allowed",
                    trial -> trial.rollout(FOUR_AND_ONE)
                            .set("a", 4)
                            .set("b", 1)
                            .settled()
                            .scales("b", 2)),
            forbidden(
                    "a second raise that does not count the first",
                    "5 are allowed",
                    trial -> trial.rollout(FOUR_AND_ONE)
                            .set("a", 4)
                            .set("b", 0)
                            .settled()
                            .scales("b", 1)
                            .scales("b", 2)),
            allowed(
                    "a raise within the ceiling",
                    trial -> trial.rollout(FOUR_AND_ONE)
                            .set("a", 4)
                            .set("b", 0)
                            .settled()
                            .scales("b", 1)),
            allowed(
                    "what others added is not the controller's",
                    trial -> trial.rollout(FOUR_AND_ONE)
                            .set("a", 4)
                            .set("b", 0)
                            .settled()
                            .resize(Author.OTHERS, "a", 6)
                            .scales("b", 1)),
            forbidden(
                    "taking available pods below the floor",
                    "4 are needed",
                    trial -> trial.rollout(FOUR_AND_ONE)
                            .set("a", 4)
                            .set("b", 1, "demo:missing-b")
                            .settled()
                            .scales("a", 3)),
            allowed(
                    "taking pods that are not available",
                    trial -> trial.rollout(FOUR_AND_ONE)
                            .set("a", 4)
                            .set("b", 1, "demo:missing-b")
                            .settled()
                            .scales("b", 0)),
            allowed(
                    "taking pods that others replace",
                    trial -> trial.rollout(FOUR_AND_ONE)
                            .set("a", 4)
                            .set("b", 1)
                            .settled()
                            .scales("a", 3)),
            allowed(
                    "fewer pods are wanted",
                    trial -> trial.rollout(FOUR_AND_ONE)
                            .set("a", 4)
                            .settled()
                            .spec("{'replicas':2}")
                            .looks()
                            .scales("a", 2)));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        one.judgedBy(new CapacityLaw());
    }
}
