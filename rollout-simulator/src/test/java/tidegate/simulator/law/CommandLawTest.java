package tidegate.simulator.law;

import static tidegate.simulator.law.Trial.Case.allowed;
import static tidegate.simulator.law.Trial.Case.forbidden;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.simulator.law.Trial.Case;

/** The judge must be able to say no. */
class CommandLawTest {
    /** Version b waits at the pause, and a is stable. */
    private static Trial waiting(Trial trial) {
        return trial.rollout("{'replicas':2,'strategy':{'canary':{'steps':[{'setWeight':50},{'pause':{}}]}}}")
                .status("{'stableRS':'a','currentPodHash':'b','currentStepHash':'#STEPS','currentStepIndex':1,"
                        + "'controllerPause':true,'pauseConditions':[{'reason':'CanaryPauseStep','startTime':'#NOW'}]}")
                .settled();
    }

    static final List<Case> cases = List.of(
            forbidden(
                    "an abort disappears",
                    "an abort disappeared",
                    trial -> waiting(trial).status("{'abort':true}").writes("{'abort':null}")),
            allowed(
                    "an abort of what is no more",
                    trial -> waiting(trial).status("{'abort':true}").writes("{'abort':null,'currentPodHash':'c'}")),
            forbidden(
                    "a retry is lost",
                    "nobody asked for it",
                    trial -> waiting(trial)
                            .status("{'abort':true}")
                            .status("{'abort':false}")
                            .writes("{'abort':true}")),
            allowed(
                    "a deadline aborts",
                    trial -> waiting(trial)
                            .spec("{'progressDeadlineAbort':true}")
                            .writes("{'abort':true}")),
            forbidden(
                    "a full promotion disappears",
                    "a full promotion disappeared",
                    trial -> waiting(trial).status("{'promoteFull':true}").writes("{'promoteFull':null}")),
            allowed(
                    "a full promotion is done",
                    trial -> waiting(trial)
                            .status("{'promoteFull':true}")
                            .writes("{'promoteFull':null,'stableRS':'b'}")),
            allowed(
                    "a full promotion gives way to an abort",
                    trial -> waiting(trial)
                            .status("{'promoteFull':true}")
                            .status("{'abort':true}")
                            .writes("{'promoteFull':null}")),
            forbidden(
                    "a pause begins again that was ended",
                    "began again at step",
                    trial -> waiting(trial)
                            .status("{'pauseConditions':null}")
                            .writes("{'pauseConditions':[{'reason':'CanaryPauseStep','startTime':'#NOW'}]}")),
            allowed(
                    "the next pause begins",
                    trial -> waiting(trial)
                            .status("{'pauseConditions':null}")
                            .writes("{'currentStepIndex':2,'controllerPause':null}")
                            .writes("{'controllerPause':true,'pauseConditions':[{'reason':'CanaryPauseStep',"
                                    + "'startTime':'#NOW'}]}")));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        one.judgedBy(new CommandLaw());
    }
}
