package tidegate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.cli.view.Shop.NAMESPACE;
import static tidegate.cli.view.Shop.canary;
import static tidegate.cli.view.Shop.counts;
import static tidegate.cli.view.Shop.replicaSet;
import static tidegate.cli.view.Shop.steps;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.cli.view.Shop;

class ImageAndUndoTest {
    private static final String RO = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/checkout";
    private static final List<String> POD = List.of("spec", "template", "spec");

    private final SmallCluster cluster = new SmallCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static Json rollout() {
        return canary("checkout", "12d", 5, steps(20, 40), counts(5, 5, 5, 5));
    }

    private Json template(String plural, String name) {
        return cluster.get(plural, NAMESPACE, name).at("spec", "template");
    }

    @Test
    void setImageWritesTheWholeObjectAndKeepsWhatItDoesNotKnow() {
        Json unknown = rollout().withAt(List.of("spec", "fromTheFuture"), Json.parse("{\"a\":[1.5]}"));
        cluster.with("rollouts", unknown);
        Shell.Result result = Shell.on(cluster).run("set image checkout app=shop/checkout:1.5.0");
        assertThat(result).isEqualTo(new Shell.Result(0, "rollout \"checkout\" image updated\n", ""));
        assertThat(cluster.writes()).singleElement().asString().startsWith("PUT " + RO + " {");
        Json stored = cluster.get("rollouts", NAMESPACE, "checkout");
        assertThat(stored.at("spec", "fromTheFuture").toString()).isEqualTo("{\"a\":[1.5]}");
        assertThat(stored.at("spec", "template", "spec", "containers").get(0).get("image"))
                .isEqualTo(Json.of("shop/checkout:1.5.0"));
    }

    @Test
    void aStarMeansEveryContainerOfEveryKind() {
        Json named = Json.array(Json.object("name", "a", "image", "old"));
        Json pod = Json.object("initContainers", named, "containers", named, "ephemeralContainers", named);
        cluster.with("rollouts", rollout().withAt(POD, pod));
        Shell.on(cluster).run("set image checkout *=new");
        Json all = Json.array(Json.object("name", "a", "image", "new"));
        assertThat(template("rollouts", "checkout").get("spec"))
                .isEqualTo(Json.object("initContainers", all, "containers", all, "ephemeralContainers", all));
    }

    @Test
    void setImageOfAReferencedDeploymentWritesThere() {
        cluster.with(
                        "rollouts",
                        rollout()
                                .withAt(
                                        List.of("spec", "workloadRef"),
                                        Json.object("kind", "Deployment", "name", "web")))
                .with(
                        "deployments",
                        Json.object(
                                "metadata",
                                Shop.meta("web", "1d"),
                                "spec",
                                Json.object("template", Shop.template("web", "", "old"))));
        assertThat(Shell.on(cluster).run("set image checkout app=new").out())
                .isEqualTo("deployment \"web\" image updated\n");
        assertThat(template("deployments", "web").toString()).contains("\"image\":\"new\"");
    }

    @Test
    void setImageOfAReferencedPodTemplateWritesThere() {
        cluster.with("rollouts", referring("PodTemplate", "shared"))
                .with(
                        "podtemplates",
                        Json.object(
                                "metadata", Shop.meta("shared", "1d"), "template", Shop.template("web", "", "old")));
        assertThat(Shell.on(cluster).run("set image checkout app=new").out())
                .isEqualTo("podtemplate \"shared\" image updated\n");
        assertThat(cluster.get("podtemplates", NAMESPACE, "shared").toString()).contains("\"image\":\"new\"");
    }

    @Test
    void aKindWithoutPodTemplateIsSaid() {
        history();
        cluster.with("rollouts", referring("CronJob", "shared"));
        assertThat(Shell.on(cluster).run("set image checkout app=new").err())
                .isEqualTo("Error: workload of type CronJob is not supported\n");
        assertThat(Shell.on(cluster).run("undo checkout").err())
                .isEqualTo("Error: failed restoring revision 0: workload of type CronJob is not supported\n");
    }

    @Test
    void undoToWhatTheReferencedDeploymentAlreadySaysIsSkipped() {
        history();
        cluster.with("rollouts", referring("Deployment", "web"))
                .with(
                        "deployments",
                        Json.object(
                                "metadata",
                                Shop.meta("web", "1d"),
                                "spec",
                                Json.object("template", Shop.template("checkout", "", "shop/checkout:1.0.0"))));
        assertThat(Shell.on(cluster).run("undo checkout --to-revision 1").out())
                .isEqualTo("skipped rollback (current template already matches revision 1)");
        assertThat(cluster.writes()).isEmpty();
    }

    private static Json referring(String kind, String name) {
        return rollout()
                .map("spec", spec -> spec.without("template"))
                .withAt(List.of("spec", "workloadRef"), Json.object("kind", kind, "name", name));
    }

    @Test
    void aConflictIsTriedAgainWithWhatIsStoredNow() {
        cluster.with("rollouts", rollout())
                .beforeNextWrite(() -> cluster.with("rollouts", rollout().withAt(List.of("spec", "replicas"), 7)));
        assertThat(Shell.on(cluster).run("set image checkout app=new").code()).isZero();
        assertThat(cluster.get("rollouts", NAMESPACE, "checkout").at("spec", "replicas"))
                .isEqualTo(Json.of(7));
    }

    @Test
    void afterFiveConflictsTheConflictIsTheError() {
        cluster.with("rollouts", rollout());
        for (int i = 0; i < 5; i++) cluster.beforeNextWrite(() -> cluster.with("rollouts", rollout()));
        Shell.Result result = Shell.on(cluster).run("set image checkout app=new");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("Error: Operation cannot be fulfilled")
                .hasLineCount(1);
        assertThat(cluster.writes()).hasSize(5);
    }

    @Test
    void anUnknownContainerIsSaid() {
        cluster.with("rollouts", rollout());
        assertThat(Shell.on(cluster).run("set image checkout other=new").err())
                .isEqualTo("Error: unable to find container named \"other\"\n");
        assertThat(cluster.writes()).isEmpty();
    }

    private void history() {
        cluster.with("rollouts", rollout())
                .with("replicasets", labelled(replicaSet("checkout", "aaa", 1, "3d", 0, "shop/checkout:1.0.0")))
                .with("replicasets", labelled(replicaSet("checkout", "bbb", 2, "2d", 0, "shop/checkout:1.1.0")))
                .with("replicasets", labelled(replicaSet("checkout", "ccc", 3, "1d", 5, "shop/checkout:1.4.2")));
    }

    private static Json labelled(Json set) {
        return set.withAt(List.of("metadata", "labels", "app"), "checkout");
    }

    @Test
    void undoGoesBackOneRevisionWithoutWhatTheControllerPutIn() {
        history();
        assertThat(Shell.on(cluster).run("undo checkout"))
                .isEqualTo(new Shell.Result(0, "rollout 'checkout' undo\n", ""));
        assertThat(cluster.requests().getLast())
                .isEqualTo(new SmallCluster.Request(
                        "PATCH",
                        RO,
                        "application/json-patch+json",
                        "[{\"op\":\"replace\",\"path\":\"/spec/template\",\"value\":"
                                + Shop.template("checkout", "", "shop/checkout:1.1.0") + "}]"));
    }

    @Test
    void undoStripsMetadataAndAntiAffinityOfTheRoleThatTheReplicaSetHad() {
        history();
        Json term = Json.parse("""
                {"labelSelector":{"matchExpressions":[{"key":"rollouts-pod-template-hash","operator":"In","values":["x"]}]},
                 "topologyKey":"kubernetes.io/hostname"}""");
        Json injected = labelled(replicaSet("checkout", "bbb", 2, "2d", 0, "shop/checkout:1.1.0"))
                .withAt(
                        List.of("metadata", "annotations", "rollout.argoproj.io/ephemeral-metadata"),
                        "{\"labels\":{\"role\":\"canary\"}}")
                .withAt(List.of("spec", "template", "metadata", "labels", "role"), "canary")
                .withAt(
                        List.of("spec", "template", "spec", "affinity", "podAntiAffinity"),
                        Json.object("requiredDuringSchedulingIgnoredDuringExecution", Json.array(term)));
        cluster.with("replicasets", injected);
        Shell.on(cluster).run("undo checkout --to-revision 2");
        assertThat(template("rollouts", "checkout")).isEqualTo(Shop.template("checkout", "", "shop/checkout:1.1.0"));
    }

    @Test
    void undoToThePresentTemplateIsSkipped() {
        history();
        assertThat(Shell.on(cluster).run("undo checkout --to-revision 3"))
                .isEqualTo(new Shell.Result(0, "skipped rollback (current template already matches revision 3)", ""));
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void undoOfAReferencedPodTemplateWritesItsTemplate() {
        history();
        cluster.with(
                        "rollouts",
                        rollout()
                                .map("spec", spec -> spec.without("template"))
                                .withAt(
                                        List.of("spec", "workloadRef"),
                                        Json.object("kind", "PodTemplate", "name", "shared")))
                .with(
                        "podtemplates",
                        Json.object("metadata", Shop.meta("shared", "1d"), "template", Json.EMPTY_OBJECT));
        assertThat(Shell.on(cluster).run("undo checkout --to-revision 1").code())
                .isZero();
        assertThat(cluster.get("podtemplates", NAMESPACE, "shared").get("template"))
                .isEqualTo(Shop.template("checkout", "", "shop/checkout:1.0.0"));
    }

    @Test
    void revisionsThatAreNotThereAreSaid() {
        history();
        assertThat(Shell.on(cluster).run("undo checkout --to-revision 9").err())
                .isEqualTo("Error: unable to find specified revision 9 in history\n");
        cluster.delete("replicasets", NAMESPACE, "checkout-aaa");
        cluster.delete("replicasets", NAMESPACE, "checkout-bbb");
        assertThat(Shell.on(cluster).run("undo checkout").err())
                .isEqualTo("Error: no revision found for rollout \"checkout\"\n");
    }

    @Test
    void replicaSetsThatMayNotBeListedAreNamed() {
        history();
        cluster.refusing("replicasets", 403);
        assertThat(Shell.on(cluster).run("undo checkout").err())
                .isEqualTo("Error: failed to retrieve replica sets from rollout checkout: "
                        + "replicasets.apps is forbidden: User \"jane\" cannot do that\n");
    }
}
