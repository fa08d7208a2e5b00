package tidegate.simulator.law;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.simulator.law.Trial.Case.allowed;
import static tidegate.simulator.law.Trial.Case.forbidden;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;
import tidegate.simulator.cluster.ApiServer.Part;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.law.Trial.Case;

/** The judge must be able to say no. */
class SettledTest {
    private static final String CANARY = "{'replicas':2,'strategy':{'canary':{'stableService':'stable',"
            + "'steps':[{'setWeight':50},{'pause':{}},{'pause':{'duration':5}}]}}}";
    private static final String BLUE_GREEN =
            "{'replicas':2,'strategy':{'blueGreen':{'activeService':'active','autoPromotionEnabled':false}}}";

    /** Of the template that the spec has, and with a status of this phase about it. */
    private static Trial ends(Trial trial, String spec, String status) {
        return trial.rollout(spec).status("{'observedGeneration':'1','currentPodHash':'b'," + status + "}");
    }

    private static Trial healthy(Trial trial) {
        return ends(trial, CANARY, "'stableRS':'b','phase':'Healthy'").service("stable", "b");
    }

    private static Trial paused(Trial trial, int step) {
        return ends(trial, CANARY, "'stableRS':'a','phase':'Paused','currentStepIndex':" + step)
                .set("a", 1)
                .set("b", 1)
                .service("stable", "a");
    }

    private static Trial aborted(Trial trial) {
        return ends(trial, CANARY, "'stableRS':'a','phase':'Degraded','message':'aborted','abort':true")
                .service("stable", "a");
    }

    private static Trial previewed(Trial trial, String more) {
        return ends(
                        trial,
                        "{'replicas':2,'strategy':{'blueGreen':{'activeService':'active','previewService':'preview',"
                                + "'autoPromotionEnabled':false" + more + "}}}",
                        "'stableRS':'a','phase':'Paused'")
                .service("active", "a");
    }

    private static Trial migrated(Trial trial, String scaleDown, String mark) {
        Trial done = ends(
                trial,
                "{'replicas':2,'workloadRef':{'name':'legacy','scaleDown':'" + scaleDown
                        + "'},'strategy':{'canary':{}}}",
                "'stableRS':'b','phase':'Healthy'");
        trial.api.create(
                Author.USER,
                Kind.DEPLOYMENT,
                Json.parse(("{'metadata':{'name':'legacy','annotations':{" + mark + "}},'spec':{'replicas':3}}")
                                .replace('\'', '"'))
                        .withAt(List.of("spec", "template"), Trial.template("demo:b")));
        return done.set("b", 2);
    }

    private static Trial labelled(Trial trial, String role) {
        return ends(
                        trial,
                        "{'replicas':2,'strategy':{'canary':{'stableMetadata':{'labels':{'role':'stable'}}}}}",
                        "'stableRS':'b','phase':'Healthy'")
                .set("b", 2, "demo:b", role);
    }

    static final List<Case> cases = List.of(
            forbidden(
                    "a generation that nobody looked at",
                    "generation 2 was not observed",
                    trial -> healthy(trial).set("b", 2).spec("{'paused':true}")),
            forbidden("a version without a ReplicaSet", "there is no ReplicaSet of the present", SettledTest::healthy),
            forbidden(
                    "another version than the spec's",
                    "runs demo:x, the spec wants demo:b",
                    trial -> healthy(trial).set("b", 2, "demo:x")),
            forbidden(
                    "on its way",
                    "ends Progressing",
                    trial -> healthy(trial).status("{'phase':'Progressing'}").set("b", 2)),
            allowed("all is well", trial -> healthy(trial).set("b", 2)),
            forbidden(
                    "Healthy, but not promoted",
                    "Healthy, but not promoted",
                    trial -> healthy(trial).status("{'stableRS':'a'}").set("b", 2)),
            forbidden(
                    "Healthy with a command",
                    "a command that is not done",
                    trial -> healthy(trial).status("{'promoteFull':true}").set("b", 2)),
            forbidden(
                    "Healthy with too many pods",
                    "has 3 pods, 2 are wanted",
                    trial -> healthy(trial).set("b", 3)),
            forbidden(
                    "Healthy with pods of an old version",
                    "has 1 pods, 0 are wanted",
                    trial -> healthy(trial).set("a", 1).set("b", 2)),
            forbidden(
                    "Healthy with pods that are not ready",
                    "Healthy with 0 available pods",
                    trial -> healthy(trial)
                            .spec("{'template':{'spec':{'containers':[{'name':'main','image':'demo:missing-b'}]}}}")
                            .status("{'observedGeneration':'2'}")
                            .set("b", 2, "demo:missing-b")),
            forbidden(
                    "a restart that is not done",
                    "is not done",
                    trial -> healthy(trial)
                            .spec("{'restartAt':'2026-01-01T00:00:00Z'}")
                            .status("{'observedGeneration':'2'}")
                            .set("b", 2)),
            forbidden(
                    "a Service at an old version",
                    "stable selects 'a', not b",
                    trial -> ends(trial, CANARY, "'stableRS':'b','phase':'Healthy'")
                            .service("stable", "a")
                            .set("b", 2)),
            forbidden("Paused at a step that is no pause", "Paused for no reason", trial -> paused(trial, 0)),
            forbidden("Paused at a pause that ends", "Paused for no reason", trial -> paused(trial, 2)),
            allowed("Paused until somebody comes", trial -> paused(trial, 1)),
            allowed(
                    "Paused by a user",
                    trial -> paused(trial, 0).spec("{'paused':true}").status("{'observedGeneration':'2'}")),
            forbidden(
                    "blue-green that waits for nobody",
                    "Paused for no reason",
                    trial -> ends(
                                    trial,
                                    "{'replicas':2,'strategy':{'blueGreen':{'activeService':'active'}}}",
                                    "'stableRS':'a','phase':'Paused'")
                            .service("active", "a")
                            .set("a", 2)
                            .set("b", 2)),
            allowed(
                    "blue-green that waits for somebody",
                    trial -> ends(trial, BLUE_GREEN, "'stableRS':'a','phase':'Paused'")
                            .service("active", "a")
                            .set("a", 2)
                            .set("b", 2)),
            forbidden(
                    "Paused with pods that nobody needs",
                    "Paused, but demo-old has 1 pods",
                    trial -> paused(trial, 1).set("old", 1)),
            forbidden(
                    "Paused with too many pods",
                    "Paused, but there are 4 pods, 3 are allowed",
                    trial -> paused(trial, 1).resize(Author.OTHERS, "a", 3)),
            forbidden(
                    "Paused, and users of the stable version are elsewhere",
                    "stable selects 'b', not a",
                    trial -> ends(trial, CANARY, "'stableRS':'a','phase':'Paused','currentStepIndex':1")
                            .set("a", 1)
                            .set("b", 1)
                            .service("stable", "b")),
            allowed(
                    "Paused, and the stable version has no pods to send users to",
                    trial -> ends(trial, CANARY, "'stableRS':'a','phase':'Paused','currentStepIndex':1")
                            .set("a", 0)
                            .set("b", 2)
                            .service("stable", "b")),
            forbidden(
                    "users are at a preview",
                    "active selects 'b', not a",
                    trial -> ends(trial, BLUE_GREEN, "'stableRS':'a','phase':'Paused'")
                            .service("active", "b")
                            .set("a", 2)
                            .set("b", 2)),
            forbidden(
                    "a preview that nobody sees",
                    "preview selects 'a', not b",
                    trial -> previewed(trial, "")
                            .service("preview", "a")
                            .set("a", 2)
                            .set("b", 2)),
            forbidden(
                    "a preview of another size",
                    "the preview has 2 pods, 1 are wanted",
                    trial -> previewed(trial, ",'previewReplicaCount':1")
                            .spec("{'replicas':3}")
                            .status("{'observedGeneration':'2'}")
                            .service("preview", "b")
                            .set("a", 3)
                            .set("b", 2)),
            allowed(
                    "a small preview",
                    trial -> previewed(trial, ",'previewReplicaCount':1")
                            .service("preview", "b")
                            .set("a", 2)
                            .set("b", 1)),
            forbidden(
                    "a stable version that lacks pods",
                    "the stable version has 1 pods of 2",
                    trial -> previewed(trial, "")
                            .service("preview", "b")
                            .set("a", 1)
                            .set("b", 2)),
            forbidden(
                    "more history than is wanted",
                    "2 old ReplicaSets are there, 1 are to be kept",
                    trial -> healthy(trial)
                            .spec("{'revisionHistoryLimit':1}")
                            .status("{'observedGeneration':'2'}")
                            .set("x", 0)
                            .set("y", 0)
                            .set("b", 2)),
            allowed(
                    "as much history as is wanted",
                    trial -> healthy(trial)
                            .spec("{'revisionHistoryLimit':1}")
                            .status("{'observedGeneration':'2'}")
                            .set("x", 0)
                            .set("b", 2)),
            forbidden(
                    "a Deployment that keeps its pods",
                    "the Deployment still has its pods",
                    trial -> migrated(trial, "onsuccess", "")),
            allowed("a Deployment that is to keep its pods", trial -> migrated(trial, "never", "")),
            allowed(
                    "a Deployment that got pods from its owner afterwards",
                    trial -> migrated(trial, "onsuccess", "'migration.tidegate.io/completed':'true'")),
            forbidden(
                    "pods without the label of their role",
                    "has the role '', not 'stable'",
                    trial -> labelled(trial, "")),
            forbidden(
                    "pods with the label of another role",
                    "has the role 'canary', not 'stable'",
                    trial -> labelled(trial, "canary")),
            allowed("pods with the label of their role", trial -> labelled(trial, "stable")),
            forbidden(
                    "aborted, and a Service is still at the update",
                    "aborted, but stable selects 'b'",
                    trial -> ends(trial, CANARY, "'stableRS':'a','phase':'Degraded','message':'aborted','abort':true")
                            .service("stable", "b")
                            .set("a", 2)
                            .set("b", 0)),
            forbidden("the Rollout is gone and its mark is not", "a mark on Service stable is still there", trial -> {
                trial.rollout(CANARY).service("stable", "b");
                trial.api.edit(
                        Author.OTHERS,
                        Kind.SERVICE,
                        "stable",
                        Part.MAIN,
                        service -> service.withAt(
                                List.of("metadata", "annotations", Annotations.MANAGED_BY_ROLLOUT), "demo"));
                trial.api.delete(Author.USER, Kind.ROLLOUT, Trial.DEMO, "", "");
            }),
            forbidden(
                    "the Rollout is gone and its Deployment is not given back",
                    "a mark on Deployment legacy",
                    trial -> {
                        migrated(trial, "onsuccess", "'migration.tidegate.io/rollout-uid':'u'");
                        trial.api.delete(Author.CLUSTER, Kind.REPLICA_SET, Trial.nameOf("b"), "", "");
                        trial.api.delete(Author.USER, Kind.ROLLOUT, Trial.DEMO, "", "");
                    }),
            forbidden(
                    "Degraded, and nobody knows why",
                    "without a message",
                    trial -> aborted(trial)
                            .status("{'message':null}")
                            .set("a", 2)
                            .set("b", 0)),
            forbidden(
                    "Degraded with good pods",
                    "Degraded for no reason",
                    trial -> aborted(trial).status("{'abort':null}").set("a", 1).set("b", 1)),
            allowed(
                    "Degraded with bad pods",
                    trial -> aborted(trial)
                            .spec("{'template':{'spec':{'containers':[{'name':'main','image':'demo:missing-b'}]}}}")
                            .status("{'abort':null,'observedGeneration':'2'}")
                            .set("a", 1)
                            .set("b", 1, "demo:missing-b")),
            forbidden(
                    "aborted, and its pods are still there",
                    "aborted, but demo-b has 1 pods",
                    trial -> aborted(trial).set("a", 2).set("b", 1)),
            allowed("aborted", trial -> aborted(trial).set("a", 2).set("b", 0)),
            forbidden(
                    "aborted, and users are still there",
                    "aborted, but active selects 'b'",
                    trial -> ends(
                                    trial,
                                    BLUE_GREEN,
                                    "'stableRS':'a','phase':'Degraded','message':'aborted','abort':true")
                            .service("active", "b")
                            .set("a", 2)
                            .set("b", 2)),
            forbidden("the Rollout is gone and its pods are not", "demo-b is still there", trial -> {
                healthy(trial).set("b", 2);
                trial.api.delete(Author.USER, Kind.ROLLOUT, Trial.DEMO, "", "");
            }));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        var trial = new Trial();
        one.deeds().accept(trial);
        if (trial.api.rollout(Trial.DEMO).isPresent()) trial.pass(5);
        if (one.breaks().isEmpty()) assertThat(trial.end()).isEmpty();
        else assertThat(trial.end()).hasValueSatisfying(text -> assertThat(text).contains(one.breaks()));
    }
}
