package tidegate.api.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;

class PodTemplatesTest {
    record Case(String why, String one, String other) {
        @Override
        public String toString() {
            return why;
        }
    }

    private static final String POD = "'terminationGracePeriodSeconds':30,'dnsPolicy':'ClusterFirst','restartPolicy':"
            + "'Always','securityContext':{},'schedulerName':'default-scheduler'";
    private static final String CONTAINER = "'terminationMessagePath':'/dev/termination-log',"
            + "'terminationMessagePolicy':'File','imagePullPolicy':'IfNotPresent'";

    /** Pod specs, single quotes for double ones: as written, and as the API server stores them. */
    static final List<Case> same = List.of(
            new Case("an empty spec is a spec with the defaults of a pod", "{}", "{" + POD + "}"),
            new Case(
                    "a container with its defaults",
                    "{'containers':[{'name':'a','image':'x:1','ports':[{'containerPort':80}],'resources':{}}]}",
                    "{'containers':[{'name':'a','image':'x:1','ports':[{'containerPort':80,'protocol':'TCP'}],"
                            + CONTAINER + "}]," + POD + "}"),
            new Case(
                    "init and ephemeral containers have the same defaults",
                    "{'initContainers':[{'name':'i','image':'x:1'}],'ephemeralContainers':[{'name':'e','image':'x:1'}]}",
                    "{'initContainers':[{'name':'i','image':'x:1'," + CONTAINER + "}],'ephemeralContainers':"
                            + "[{'name':'e','image':'x:1'," + CONTAINER + "}]}"),
            pull("x", "Always"),
            pull("x:latest", "Always"),
            pull("registry:5000/x", "Always"),
            pull("registry:5000/x:1.2", "IfNotPresent"),
            pull("x@sha256:0123", "IfNotPresent"),
            pull("x:latest@sha256:0123", "Always"),
            new Case(
                    "probes",
                    "{'containers':[{'name':'a','livenessProbe':{'httpGet':{'port':80}},'readinessProbe':{'grpc':"
                            + "{'port':1}},'startupProbe':{'timeoutSeconds':0,'periodSeconds':5}}]}",
                    "{'containers':[{'name':'a','livenessProbe':{'httpGet':{'port':80,'path':'/','scheme':'HTTP'},"
                            + "'timeoutSeconds':1,'periodSeconds':10,'successThreshold':1,'failureThreshold':3},"
                            + "'readinessProbe':{'grpc':{'port':1,'service':''},'timeoutSeconds':1,'periodSeconds':10,"
                            + "'successThreshold':1,'failureThreshold':3},'startupProbe':{'timeoutSeconds':1,"
                            + "'periodSeconds':5,'successThreshold':1,'failureThreshold':3}}]}"),
            new Case(
                    "lifecycle hooks",
                    "{'containers':[{'name':'a','lifecycle':{'preStop':{'httpGet':{'port':80}},'postStart':"
                            + "{'httpGet':{'port':80}}}}]}",
                    "{'containers':[{'name':'a','lifecycle':{'preStop':{'httpGet':{'port':80,'path':'/','scheme':"
                            + "'HTTP'}},'postStart':{'httpGet':{'port':80,'path':'/','scheme':'HTTP'}}}}]}"),
            new Case(
                    "references in variables",
                    "{'containers':[{'name':'a','env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'p'}}},"
                            + "{'name':'B','valueFrom':{'fileKeyRef':{'key':'k'}}}]}]}",
                    "{'containers':[{'name':'a','env':[{'name':'A','valueFrom':{'fieldRef':{'apiVersion':'v1',"
                            + "'fieldPath':'p'}}},{'name':'B','valueFrom':{'fileKeyRef':{'key':'k','optional':false,"
                            + "'path':'','volumeName':''}}}]}]}"),
            volume("a volume without source is empty", "", "'emptyDir':{}"),
            volume("a secret", "'secret':{'secretName':'s'}", "'secret':{'secretName':'s','defaultMode':420}"),
            volume("a config map", "'configMap':{}", "'configMap':{'defaultMode':420}"),
            volume(
                    "downward fields",
                    "'downwardAPI':{'items':[{'path':'p','fieldRef':{'fieldPath':'f'}}]}",
                    "'downwardAPI':{'defaultMode':420,'items':[{'path':'p','fieldRef':{'apiVersion':'v1','fieldPath':"
                            + "'f'}}]}"),
            volume(
                    "projections",
                    "'projected':{'sources':[{'serviceAccountToken':{'path':'t'}},{'downwardAPI':{'items':[{'fieldRef':"
                            + "{}}]}}]}",
                    "'projected':{'defaultMode':420,'sources':[{'serviceAccountToken':{'path':'t','expirationSeconds':"
                            + "3600}},{'downwardAPI':{'items':[{'fieldRef':{'apiVersion':'v1'}}]}}]}"),
            volume("a path of the host", "'hostPath':{'path':'/'}", "'hostPath':{'path':'/','type':''}"),
            volume(
                    "a claim of the pod's own",
                    "'ephemeral':{'volumeClaimTemplate':{'spec':{}}}",
                    "'ephemeral':{'volumeClaimTemplate':{'spec':{'volumeMode':'Filesystem'}}}"),
            volume("an image", "'image':{'reference':'x'}", "'image':{'reference':'x','pullPolicy':'Always'}"),
            volume("iscsi", "'iscsi':{}", "'iscsi':{'iscsiInterface':'default'}"),
            volume("rbd", "'rbd':{}", "'rbd':{'pool':'rbd','user':'admin','keyring':'/etc/ceph/keyring'}"),
            volume(
                    "azureDisk",
                    "'azureDisk':{}",
                    "'azureDisk':{'cachingMode':'ReadWrite','fsType':'ext4','readOnly':false,'kind':'Shared'}"),
            volume("scaleIO", "'scaleIO':{}", "'scaleIO':{'storageMode':'ThinProvisioned','fsType':'xfs'}"),
            new Case(
                    "quantities are numbers",
                    "{'containers':[{'name':'a','resources':{'limits':{'cpu':'0.5','memory':'1Gi','x':2}}}]}",
                    "{'containers':[{'name':'a','resources':{'limits':{'cpu':'500m','memory':'1024Mi','x':'2'}}}]}"),
            new Case(
                    "the API server rounds resources up to a thousandth",
                    "{'overhead':{'cpu':'1500u'},'containers':[{'name':'a','resources':{'requests':{'cpu':'100u'}}}]}",
                    "{'overhead':{'cpu':'2m'},'containers':[{'name':'a','resources':{'requests':{'cpu':'1m'}}}]}"),
            new Case(
                    "nothing and empty lists and maps are the same",
                    "{}",
                    "{'containers':[],'volumes':[],'nodeSelector':{},'tolerations':null,'hostNetwork':false}"),
            new Case(
                    "the old name of the service account does not count",
                    "{'serviceAccountName':'a'}",
                    "{'serviceAccountName':'a','serviceAccount':'a'}"),
            new Case("what a newer API server adds does not count", "{}", "{'addedIn2030':'Default'}"),
            new Case(
                    "ports on the network of the node, as API servers up to 1.27 stored them",
                    "{'hostNetwork':true,'containers':[{'name':'a','ports':[{'containerPort':80}]}]}",
                    "{'hostNetwork':true,'containers':[{'name':'a','ports':[{'containerPort':80,'hostPort':80}]}]}"),
            new Case("affinity that asks for nothing", "{}", "{'affinity':{'podAntiAffinity':{}}}"));

    private static Case pull(String image, String policy) {
        String container = "{'containers':[{'name':'a','image':'" + image + "'";
        return new Case(
                image + " is pulled " + policy,
                container + "}]}",
                container + ",'imagePullPolicy':'" + policy + "'}]}");
    }

    private static Case volume(String why, String written, String stored) {
        String volume = "{'volumes':[{'name':'v'";
        return new Case(why, volume + (written.isEmpty() ? "" : "," + written) + "}]}", volume + "," + stored + "}]}");
    }

    @ParameterizedTest
    @FieldSource("same")
    void whatTheApiServerMakesOfATemplateIsTheSameTemplate(Case c) {
        assertThat(PodTemplates.areEquivalent(template(c.one()), template(c.other())))
                .isTrue();
        assertThat(PodTemplates.areEquivalent(template(c.other()), template(c.one())))
                .isTrue();
    }

    static final List<Case> different = List.of(
            new Case("another image", "{'containers':[{'image':'a'}]}", "{'containers':[{'image':'b'}]}"),
            new Case(
                    "another order",
                    "{'containers':[{'name':'a'},{'name':'b'}]}",
                    "{'containers':[{'name':'b'},{'name':'a'}]}"),
            new Case("an explicit zero", "{'terminationGracePeriodSeconds':0}", "{}"),
            new Case("an explicit false", "{'enableServiceLinks':false}", "{}"),
            new Case(
                    "another amount",
                    "{'containers':[{'resources':{'limits':{'cpu':'1'}}}]}",
                    "{'containers':[{'resources':{'limits':{'cpu':'1001m'}}}]}"),
            new Case(
                    "a port of the host without its network",
                    "{'containers':[{'ports':[{'containerPort':80}]}]}",
                    "{'containers':[{'ports':[{'containerPort':80,'hostPort':80}]}]}"),
            new Case(
                    "another port of the host",
                    "{'hostNetwork':true,'containers':[{'ports':[{'containerPort':80}]}]}",
                    "{'hostNetwork':true,'containers':[{'ports':[{'containerPort':80,'hostPort':81}]}]}"),
            new Case(
                    "affinity of the user",
                    "{}",
                    "{'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'zone'}]}}}"),
            new Case(
                    "a volume source",
                    "{'volumes':[{'name':'v'}]}",
                    "{'volumes':[{'name':'v','hostPath':{'path':'/'}}]}"));

    @ParameterizedTest
    @FieldSource("different")
    void whatTheUserChangesIsAnotherTemplate(Case c) {
        assertThat(PodTemplates.areEquivalent(template(c.one()), template(c.other())))
                .isFalse();
    }

    @Test
    void labelsCountApartFromTheHash() {
        Json one = Json.parse(quotes("{'metadata':{'labels':{'a':'b','rollouts-pod-template-hash':'1'}},'spec':{}}"));
        Json other = Json.parse(quotes("{'metadata':{'labels':{'a':'b'}},'spec':{}}"));
        assertThat(PodTemplates.areEquivalent(one, other)).isTrue();
        assertThat(PodTemplates.areEquivalent(one, Json.parse(quotes("{'metadata':{'labels':{'a':'c'}},'spec':{}}"))))
                .isFalse();
    }

    private static final String TERM = "{'labelSelector':{'matchExpressions':[{'key':'rollouts-pod-template-hash',"
            + "'operator':'In','values':['abc']}]},'namespaces':['n'],'topologyKey':'kubernetes.io/hostname'}";
    private static final String OWN_TERM = "{'labelSelector':{'matchLabels':{'x':'y'}},'topologyKey':'zone'}";

    private static ReplicaSet setWith(String annotations, String metadata, String spec) {
        return ReplicaSet.of(Json.parse(quotes("{'metadata':{'name':'web-1','annotations':" + annotations
                + "},'spec':{'template':{'metadata':" + metadata + ",'spec':" + spec + "}}}")));
    }

    @Test
    void whatTheControllerPutInIsTakenOut() {
        var set = setWith(
                "{'rollout.argoproj.io/ephemeral-metadata':'{\\'labels\\':{\\'role\\':\\'canary\\'},\\'annotations\\':"
                        + "{\\'since\\':\\'now\\'}}'}",
                "{'labels':{'app':'web','role':'canary','rollouts-pod-template-hash':'1'},'annotations':{'since':'now'}}",
                "{'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[" + TERM + "]}},"
                        + "'containers':[{'name':'a'}]}");
        Json written = Json.parse(quotes("{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[{'name':'a'}]}}"));
        assertThat(PodTemplates.asWritten(set)).isEqualTo(written);
        assertThat(PodTemplates.runs(set, written)).isTrue();
    }

    @Test
    void whatTheUserPutInStays() {
        String ownAffinity =
                "{'nodeAffinity':{'x':1},'podAntiAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':"
                        + "[{'weight':1,'podAffinityTerm':" + OWN_TERM + "}]}}";
        String affinity = ownAffinity.replace(
                "'podAffinityTerm':" + OWN_TERM + "}",
                "'podAffinityTerm':" + OWN_TERM + "},{'weight':9,'podAffinityTerm':" + TERM + "}");
        var set = setWith("{}", "{'annotations':{'team':'a'}}", "{'affinity':" + affinity + "}");
        assertThat(PodTemplates.asWritten(set))
                .isEqualTo(Json.parse(
                        quotes("{'metadata':{'annotations':{'team':'a'}},'spec':{'affinity':" + ownAffinity + "}}")));
        var plain = setWith("{}", "{'labels':{'a':'b'}}", "{'affinity':{'podAntiAffinity':{}}}");
        assertThat(PodTemplates.asWritten(plain)).isEqualTo(plain.template());
    }

    @Test
    void aRecordOfEphemeralMetadataThatCannotBeReadChangesNothing() {
        var set = setWith("{'rollout.argoproj.io/ephemeral-metadata':'{'}", "{'labels':{'a':'b'}}", "{}");
        assertThat(PodTemplates.asWritten(set)).isEqualTo(set.template());
    }

    @Test
    void oddTemplatesAreComparedWithoutFailing() {
        for (String odd : List.of("{}", "{'spec':{'containers':'none','volumes':[null,3],'affinity':[]}}")) {
            Json template = Json.parse(quotes(odd));
            assertThat(PodTemplates.areEquivalent(template, template)).isTrue();
        }
        assertThat(PodTemplates.areEquivalent(Json.MISSING, Json.EMPTY_OBJECT)).isTrue();
    }

    private static Json template(String spec) {
        return Json.object("spec", Json.parse(quotes(spec)));
    }

    private static String quotes(String text) {
        return text.replace("\\'", "\\\"").replace('\'', '"');
    }
}
