package tidegate.api.nonsense;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.analysis.AnalysisRun;
import tidegate.api.analysis.AnalysisTemplate;
import tidegate.api.experiment.Experiment;
import tidegate.api.hash.PodTemplateHash;
import tidegate.api.hash.StepHash;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Strategy;
import tidegate.api.rollout.WorkloadRef;
import tidegate.api.template.PodDefaults;
import tidegate.api.template.PodTemplates;
import tidegate.api.validation.Named;
import tidegate.api.validation.References;
import tidegate.api.validation.RolloutValidation;
import tidegate.api.wire.StepText;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A stored object may be anything: older schemas, other writers, a status written by hand. */
class ReadersNeverFailTest {
    private static final int OBJECTS = 2_000;

    /** A status that somebody may have, with every field that we read. */
    private static final Json STATUS =
            json("{'observedGeneration':'7','phase':'Paused','message':'x','currentPodHash':'abc',"
                    + "'stableRS':'def','currentStepHash':'123','currentStepIndex':1,'collisionCount':1,'replicas':5,'updatedReplicas':1,"
                    + "'readyReplicas':5,'availableReplicas':5,'HPAReplicas':5,'selector':'app=web','controllerPause':true,'abort':true,"
                    + "'abortedAt':'2026-08-17T16:21:11Z','promoteFull':true,'restartedAt':'2026-08-17T16:21:11Z',"
                    + "'workloadObservedGeneration':'3','pauseConditions':[{'reason':'CanaryPauseStep','startTime':'2026-08-17T16:21:11Z'}],"
                    + "'conditions':[{'type':'Progressing','status':'True','reason':'x','message':'y','lastUpdateTime':"
                    + "'2026-08-17T16:21:11Z','lastTransitionTime':'2026-08-17T16:21:11Z'}],'blueGreen':{'activeSelector':'abc',"
                    + "'previewSelector':'def','scaleUpPreviewCheckPoint':true},'canary':{'weights':{'canary':{'weight':20}},"
                    + "'stablePingPong':'ping'},'duration':{'rolloutStartedAt':'2026-08-17T16:21:11Z','totalManualPauseDurationSeconds':9,"
                    + "'completionStatus':'Promoted'}}");

    private static final Json REPLICA_SET = json("{'metadata':{'name':'web-abc','generation':3,'creationTimestamp':"
            + "'2026-08-17T16:21:11Z','labels':{'rollouts-pod-template-hash':'abc'},'annotations':{'rollout.argoproj.io/revision':"
            + "'7','rollout.argoproj.io/desired-replicas':'5','scale-down-deadline':'2026-08-17T16:21:11Z',"
            + "'rollout.argoproj.io/ephemeral-metadata':'{}'},'ownerReferences':[{'apiVersion':"
            + "'argoproj.io/v1alpha1','kind':'Rollout','name':'web','uid':'u','controller':true}]},'spec':{'replicas':5,"
            + "'minReadySeconds':1,'selector':{'matchLabels':{'app':'web'}},'template':{'metadata':{'labels':{'app':'web'}},'spec':"
            + "{'containers':[{'name':'a','image':'x','resources':{'limits':{'cpu':'500m'}},'ports':[{'containerPort':80}]}],"
            + "'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'k','labelSelector':"
            + "{'matchExpressions':[{'key':'rollouts-pod-template-hash','operator':'In','values':['x']}]}}]}}}}},'status':{"
            + "'observedGeneration':3,'replicas':5,'readyReplicas':5,'availableReplicas':5,'conditions':[{'type':'ReplicaFailure',"
            + "'status':'True'}]}}");

    record Reader(String what, List<Json> samples, Consumer<Json> reads) {
        @Override
        public String toString() {
            return what;
        }
    }

    static final List<Reader> readers = List.of(
            new Reader("a Rollout", rollouts(), ReadersNeverFailTest::readRollout),
            new Reader("a Rollout's validation", rollouts(), odd -> {
                RolloutValidation.errors(odd, References.UNKNOWN);
                RolloutValidation.errors(
                        odd, new References(new Named.Found(odd), Map.of("active", new Named.Found(odd))));
                RolloutValidation.servicesOf(odd);
            }),
            new Reader("a ReplicaSet", List.of(REPLICA_SET), odd -> {
                ReplicaSet set = ReplicaSet.of(odd);
                askEverything(set);
                PodTemplates.asWritten(set);
                PodTemplates.runs(set, odd.at("spec", "template"));
            }),
            new Reader(
                    "a ReplicaSet by name",
                    List.of(REPLICA_SET),
                    odd -> ReplicaSet.of(odd).condition("ReplicaFailure")),
            new Reader("a pod template", List.of(REPLICA_SET.at("spec", "template")), odd -> {
                PodDefaults.of(odd);
                PodTemplates.withoutHash(odd);
                PodTemplates.areEquivalent(odd, REPLICA_SET.at("spec", "template"));
                PodTemplateHash.of(odd, OptionalInt.empty());
                PodTemplateHash.ofEarlierReleases(odd, OptionalInt.of(1));
            }),
            new Reader("an AnalysisRun", List.of(example("analysisrun")), odd -> askEverything(AnalysisRun.of(odd))),
            new Reader(
                    "an AnalysisTemplate",
                    List.of(example("analysistemplate")),
                    odd -> askEverything(AnalysisTemplate.of(odd))),
            new Reader("an Experiment", List.of(example("experiment")), odd -> askEverything(Experiment.of(odd))));

    private static List<Json> rollouts() {
        return List.of(
                example("rollout-canary").with("status", STATUS),
                example("rollout-blue-green").with("status", STATUS),
                example("rollout-workload").with("status", STATUS));
    }

    private static void readRollout(Json odd) {
        Rollout rollout = Rollout.of(odd);
        askEverything(rollout);
        rollout.status().condition("Progressing");
        rollout.status().pauseCondition("CanaryPauseStep");
        WorkloadRef.of(odd.get("spec")).ifPresent(ref -> {
            askEverything(ref);
            ref.resolved(odd, odd);
        });
        StepHash.of(odd.at("spec", "strategy", "canary", "steps"));
        if (rollout.spec().strategy() instanceof Strategy.Canary canary)
            canary.steps().forEach(step -> StepText.of(step.json()));
    }

    @ParameterizedTest
    @FieldSource("readers")
    void anObjectOfAnyShapeIsRead(Reader reader) {
        var random = new Random(20261123);
        for (int i = 0; i < OBJECTS; i++) {
            Json sample = reader.samples().get(i % reader.samples().size());
            Json odd = Nonsense.of(sample, random);
            assertThatCode(() -> reader.reads().accept(odd))
                    .as(() -> shortened(odd))
                    .doesNotThrowAnyException();
        }
    }

    /** Shows that the test would notice. */
    @Test
    void theSampleItselfIsRead() {
        for (Reader reader : readers) reader.samples().forEach(reader.reads());
    }

    private static String shortened(Json odd) {
        String text = odd.toString();
        return text.length() < 4_000 ? text : text.substring(0, 4_000) + "...";
    }

    /** Asks a value and the values it is made of everything that can be asked without an argument. */
    private static void askEverything(Object value) {
        askEverything(value, 4);
    }

    private static void askEverything(Object value, int depth) {
        boolean ours = value.getClass().getName().startsWith("tidegate.api.");
        if (depth == 0 || !ours || value instanceof Json || value instanceof Map) return;
        for (Method question : value.getClass().getDeclaredMethods()) {
            boolean asks = question.getParameterCount() == 0
                    && Modifier.isPublic(question.getModifiers())
                    && !Modifier.isStatic(question.getModifiers());
            if (asks) answersTo(question, value).forEach(answer -> askEverything(answer, depth - 1));
        }
    }

    private static Collection<?> answersTo(Method question, Object value) {
        try {
            Object answer = question.invoke(value);
            return answer instanceof Collection<?> many ? many : answer == null ? List.of() : List.of(answer);
        } catch (InvocationTargetException e) {
            throw new AssertionError(question + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Json example(String name) {
        String file = "/every-field/" + name + ".yaml";
        try (InputStream in = ReadersNeverFailTest.class.getResourceAsStream(file)) {
            return Json.copyOf(new YAMLMapper().readTree(Objects.requireNonNull(in, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
