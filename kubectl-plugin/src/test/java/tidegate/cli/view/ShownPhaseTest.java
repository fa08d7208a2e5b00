package tidegate.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

class ShownPhaseTest {
    record Case(String rollout, String phase, String message) {
        @Override
        public String toString() {
            return phase + " " + message;
        }
    }

    private static final String DONE = "'updatedReplicas':1,'availableReplicas':1,'replicas':1";

    static final List<Case> cases = List.of(
            new Case("{'status':{'phase':'Paused','message':'CanaryPauseStep'}}", "Paused", "CanaryPauseStep"),
            new Case(
                    "{'metadata':{'generation':3},'status':{'phase':'Healthy','observedGeneration':'2'}}",
                    "Progressing",
                    "waiting for rollout spec update to be observed"),
            new Case(
                    "{'metadata':{'generation':3},'status':{'phase':'Healthy','observedGeneration':'a1b2'}}",
                    "Healthy",
                    ""),
            new Case(
                    "{'metadata':{'generation':3},'status':{'phase':'Healthy','observedGeneration':'4'}}",
                    "Healthy",
                    ""),
            new Case(
                    "{'status':{'phase':'Paused','controllerPause':true}}",
                    "Progressing",
                    "waiting for rollout to unpause"),
            new Case(
                    "{'status':{'conditions':[{'type':'Progressing','reason':'ProgressDeadlineExceeded','message':'late'},"
                            + "{'type':'InvalidSpec','message':'bad'}]}}",
                    "Degraded",
                    "ProgressDeadlineExceeded: late"),
            new Case(
                    "{'status':{'conditions':[{'type':'InvalidSpec','message':'bad'}]}}",
                    "Degraded",
                    "InvalidSpec: bad"),
            new Case(
                    "{'spec':{'paused':true},'status':{'pauseConditions':[{'reason':'BlueGreenPause'}]}}",
                    "Paused",
                    "manually paused"),
            new Case("{'status':{'pauseConditions':[{'reason':'BlueGreenPause'}]}}", "Paused", "BlueGreenPause"),
            new Case("{'spec':{'restartAt':'2026-01-01T00:00:00Z'}}", "Progressing", "rollout is restarting"),
            new Case("{}", "Progressing", "more replicas need to be updated"),
            new Case(
                    "{'status':{'updatedReplicas':1}}", "Progressing", "updated replicas are still becoming available"),
            new Case(
                    "{'spec':{'strategy':{'canary':{}}},'status':{'replicas':2,'updatedReplicas':1,'availableReplicas':2}}",
                    "Progressing",
                    "old replicas are pending termination"),
            new Case(
                    "{'spec':{'strategy':{'canary':{'trafficRouting':{}}}},"
                            + "'status':{'replicas':2,'updatedReplicas':1,'availableReplicas':2}}",
                    "Progressing",
                    "waiting for all steps to complete"),
            new Case(
                    "{'spec':{'strategy':{'canary':{}}},'status':{" + DONE + ",'stableRS':'a','currentPodHash':'a'}}",
                    "Healthy",
                    ""),
            new Case(
                    "{'spec':{'strategy':{'blueGreen':{}}},'status':{" + DONE + ",'currentPodHash':'a'}}",
                    "Progressing",
                    "active service cutover pending"),
            new Case(
                    "{'spec':{'strategy':{'blueGreen':{}}},'status':{" + DONE
                            + ",'currentPodHash':'a','blueGreen':{'activeSelector':'a'}}}",
                    "Progressing",
                    "waiting for post-promotion verification to complete"),
            new Case(
                    "{'spec':{'strategy':{'blueGreen':{'postPromotionAnalysis':{}}}},'status':{" + DONE
                            + ",'currentPodHash':'a','blueGreen':{'activeSelector':'a',"
                            + "'postPromotionAnalysisRunStatus':{'status':'Running'}}}}",
                    "Progressing",
                    "waiting for analysis to complete"),
            new Case(
                    "{'spec':{'strategy':{'blueGreen':{}}},'status':{" + DONE
                            + ",'stableRS':'a','currentPodHash':'a','blueGreen':{'activeSelector':'a'}}}",
                    "Healthy",
                    ""));

    @ParameterizedTest
    @FieldSource("cases")
    void firstMatchWins(Case expected) {
        Json rollout = Json.parse(expected.rollout().replace('\'', '"'));
        assertThat(ShownPhase.of(rollout, OptionalLong.empty()))
                .isEqualTo(new ShownPhase(expected.phase(), expected.message()));
    }
}
