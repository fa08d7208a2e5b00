package tidegate.api.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.wire.AnalysisPhase;
import tidegate.api.wire.AnalysisRunRole;

class AnalysisTest {
    private static final Json RUN = json("{'metadata':{'name':'web-1-2','labels':{'rollout-type':'Step'}},'spec':"
            + "{'metrics':[{'name':'errors','provider':{'prometheus':{'query':'q'}},'newField':1}],'terminate':true},"
            + "'status':{'phase':'Failed','message':'why','startedAt':'2026-08-17T16:21:11Z','completedAt':"
            + "'2026-08-17T16:22:11Z','metricResults':[{'name':'errors','phase':'Failed','message':'m','successful':3,"
            + "'failed':2,'inconclusive':1,'error':4,'measurements':[{'phase':'Failed','value':'0.5','startedAt':"
            + "'2026-08-17T16:21:11Z','finishedAt':'2026-08-17T16:21:12Z','metadata':{'job-name':'j'}}]},"
            + "{'name':'slow','phase':'Running','successful':1,'dryRun':true}]}}");

    private static Json json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    @Test
    void aRunTellsItsPhaseAndItsMeasurements() {
        AnalysisRun run = AnalysisRun.of(RUN);
        assertThat(run.name()).isEqualTo("web-1-2");
        assertThat(run.role()).contains(AnalysisRunRole.STEP);
        assertThat(run.terminate()).isTrue();
        assertThat(run.status().phase()).contains(AnalysisPhase.FAILED);
        assertThat(run.status().message()).isEqualTo("why");
        assertThat(run.status().completedAt()).contains(Instant.parse("2026-08-17T16:22:11Z"));
        assertThat(run.status().counts()).isEqualTo(new MeasurementCounts(4, 2, 1, 4));
        assertThat(run.status().results()).extracting(MetricResult::isDryRun).containsExactly(false, true);
        Measurement measurement =
                run.status().results().getFirst().measurements().getFirst();
        assertThat(measurement.phase()).contains(AnalysisPhase.FAILED);
        assertThat(measurement.value()).isEqualTo("0.5");
        assertThat(measurement.metadata()).containsEntry("job-name", "j");
    }

    @Test
    void whatIsUnknownIsKept() {
        AnalysisRun run = AnalysisRun.of(RUN);
        assertThat(run.json()).isEqualTo(RUN);
        assertThat(run.metrics().getFirst().json().get("newField").isPresent()).isTrue();
        assertThat(run.metrics().getFirst().providers()).containsExactly("prometheus");
    }

    @Test
    void aRunThatNobodyLookedAtHasNoPhase() {
        AnalysisRun run = AnalysisRun.of(Json.EMPTY_OBJECT);
        assertThat(run.status().phase()).isEmpty();
        assertThat(run.status().counts()).isEqualTo(MeasurementCounts.NONE);
        assertThat(run.role()).isEmpty();
    }

    @Test
    void templatesNameTheirMetricsAndOtherTemplates() {
        Json spec =
                json("{'metrics':[{'name':'a'}],'templates':[{'templateName':'t'},{'templateName':'c','clusterScope':"
                        + "true}]}");
        var template = AnalysisTemplate.of(Json.object(
                "kind", "AnalysisTemplate", "metadata", Json.object("name", "x", "namespace", "n"), "spec", spec));
        assertThat(template.name()).isEqualTo("x");
        assertThat(template.isClusterScoped()).isFalse();
        assertThat(template.metrics()).extracting(Metric::name).containsExactly("a");
        assertThat(template.includes())
                .containsExactly(new AnalysisTemplate.Reference("t", false), new AnalysisTemplate.Reference("c", true));
        assertThat(AnalysisTemplate.of(Json.object("kind", "ClusterAnalysisTemplate", "spec", spec))
                        .isClusterScoped())
                .isTrue();
    }
}
