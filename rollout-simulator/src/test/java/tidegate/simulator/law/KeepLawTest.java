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
            allowed("an old one without pods", trial -> update(trial).deletes("old")));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        one.judgedBy(new KeepLaw());
    }
}
