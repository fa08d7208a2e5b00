package tidegate.api.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.wire.AnalysisPhase;
import tidegate.api.wire.ExperimentTemplatePhase;

class ExperimentTest {
    private static final Json EXPERIMENT = Json.parse(("{'metadata':{'name':'ab'},'spec':{'templates':[{'name':'a',"
                    + "'replicas':2,'template':{'spec':{'later':1}}},{'name':'b'}],'duration':'5m','terminate':true,"
                    + "'analyses':[{'name':'x','templateName':'t','requiredForCompletion':true},{'name':'y'}]},"
                    + "'status':{'phase':'Running','message':'m','availableAt':'2026-08-17T16:21:11Z',"
                    + "'templateStatuses':[{'name':'a','status':'Running','message':'','replicas':2,'readyReplicas':2,"
                    + "'availableReplicas':1}],'analysisRuns':[{'name':'x','analysisRun':'ab-x','phase':'Pending'}]}}")
            .replace('\'', '"'));

    @Test
    void anExperimentTellsItsVersionsAndAnalyses() {
        Experiment experiment = Experiment.of(EXPERIMENT);
        assertThat(experiment.name()).isEqualTo("ab");
        assertThat(experiment.templates())
                .extracting(Experiment.Template::replicas)
                .containsExactly(2, 1);
        assertThat(experiment.analyses())
                .extracting(Experiment.Analysis::isRequired)
                .containsExactly(true, false);
        assertThat(experiment.duration()).isEqualTo("5m");
        assertThat(experiment.terminate()).isTrue();
        assertThat(experiment.json()).isEqualTo(EXPERIMENT);
    }

    @Test
    void itsStatusTellsHowFarTheyAre() {
        ExperimentStatus status = Experiment.of(EXPERIMENT).status();
        assertThat(status.phase()).contains(AnalysisPhase.RUNNING);
        assertThat(status.availableAt()).contains(Instant.parse("2026-08-17T16:21:11Z"));
        assertThat(status.templates())
                .containsExactly(new ExperimentStatus.TemplateStatus(
                        "a", Optional.of(ExperimentTemplatePhase.RUNNING), "", 2, 2, 1));
        assertThat(status.runs())
                .containsExactly(new ExperimentStatus.RunStatus("x", "ab-x", Optional.of(AnalysisPhase.PENDING), ""));
    }

    @Test
    void anExperimentThatNobodyLookedAtHasNoPhase() {
        assertThat(Experiment.of(Json.EMPTY_OBJECT).status().phase()).isEmpty();
    }
}
