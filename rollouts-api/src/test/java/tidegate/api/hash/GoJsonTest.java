package tidegate.api.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.hash.GoJson.Dialect;
import tidegate.api.json.Json;

class GoJsonTest {
    record Case(String why, String spec, String written) {
        @Override
        public String toString() {
            return why;
        }
    }

    /** Parts of a pod spec, single quotes for double ones. */
    static final List<Case> cases = List.of(
            new Case("containers are always written, absent ones as null", "{}", "{'containers':null}"),
            new Case("an empty list of containers stays one", "{'containers':[]}", "{'containers':[]}"),
            new Case(
                    "an empty container has its name and its resources",
                    "{'containers':[{}]}",
                    "{'containers':[{'name':'','resources':{}}]}"),
            new Case(
                    "fields come in the order of the type",
                    "{'containers':null,'volumes':[{'emptyDir':{},'name':'v'}],'restartPolicy':'Always'}",
                    "{'volumes':[{'name':'v','emptyDir':{}}],'containers':null,'restartPolicy':'Always'}"),
            new Case(
                    "scalars without mark are left out when zero, even if written",
                    "{'containers':[{'name':'a','tty':false,'image':'','ports':[{'containerPort':0,'hostPort':0}]}],"
                            + "'hostNetwork':false}",
                    "{'containers':[{'name':'a','ports':[{'containerPort':0}],'resources':{}}]}"),
            new Case(
                    "nullable scalars are written when present, zero included",
                    "{'containers':null,'terminationGracePeriodSeconds':0,'enableServiceLinks':false,"
                            + "'runtimeClassName':'','priority':null}",
                    "{'containers':null,'terminationGracePeriodSeconds':0,'runtimeClassName':'',"
                            + "'enableServiceLinks':false}"),
            new Case(
                    "empty lists and maps disappear, empty objects do not",
                    "{'containers':null,'volumes':[],'nodeSelector':{},'securityContext':{},'affinity':{},'dnsConfig':{}}",
                    "{'containers':null,'securityContext':{},'affinity':{},'dnsConfig':{}}"),
            new Case(
                    "an empty element of a list is written with its required fields",
                    "{'containers':null,'tolerations':[{}],'hostAliases':[{}],'topologySpreadConstraints':[{}]}",
                    "{'containers':null,'tolerations':[{}],'hostAliases':[{'ip':''}],'topologySpreadConstraints':"
                            + "[{'maxSkew':0,'topologyKey':'','whenUnsatisfiable':''}]}"),
            new Case(
                    "map keys are sorted by their bytes",
                    "{'containers':null,'nodeSelector':{'b':'1','a':'2','\uffee':'3','\ud83d\ude00':'4','B':'5'}}",
                    "{'containers':null,'nodeSelector':{'B':'5','a':'2','b':'1','\uffee':'3','\ud83d\ude00':'4'}}"),
            new Case(
                    "a required pointer is null when absent",
                    "{'containers':null,'volumes':[{'name':'v','scaleIO':{}},{'name':'w','projected':{}}]}",
                    "{'volumes':[{'name':'v','scaleIO':{'gateway':'','system':'','secretRef':null}},"
                            + "{'name':'w','projected':{'sources':null}}],'containers':null}"),
            new Case(
                    "quantities are canonical, in limits, sizes and divisors; a divisor is always there",
                    "{'containers':[{'name':'a','resources':{'limits':{'memory':'1024Mi','cpu':0.5}},'env':[{'name':'E',"
                            + "'valueFrom':{'resourceFieldRef':{'resource':'limits.cpu'}}}]}],"
                            + "'overhead':{'cpu':'1000m'},'volumes':[{'name':'v','emptyDir':{'sizeLimit':'1.5Gi'}}]}",
                    "{'volumes':[{'name':'v','emptyDir':{'sizeLimit':'1536Mi'}}],'containers':[{'name':'a','env':"
                            + "[{'name':'E','valueFrom':{'resourceFieldRef':{'resource':'limits.cpu','divisor':'0'}}}],"
                            + "'resources':{'limits':{'cpu':'500m','memory':'1Gi'}}}],'overhead':{'cpu':'1'}}"),
            new Case(
                    "a quantity that cannot be read is kept for validation to refuse",
                    "{'containers':null,'overhead':{'cpu':'much'}}",
                    "{'containers':null,'overhead':{'cpu':'much'}}"),
            new Case(
                    "ports are numbers or names as given",
                    "{'containers':[{'name':'a','livenessProbe':{'httpGet':{'port':'web'}},'readinessProbe':"
                            + "{'tcpSocket':{'port':80}},'startupProbe':{'grpc':{'port':1,'service':null}}}]}",
                    "{'containers':[{'name':'a','resources':{},'livenessProbe':{'httpGet':{'port':'web'}},"
                            + "'readinessProbe':{'tcpSocket':{'port':80}},'startupProbe':{'grpc':{'port':1,"
                            + "'service':null}}}]}"),
            new Case(
                    "ephemeral containers are containers with a target",
                    "{'containers':null,'ephemeralContainers':[{'name':'e','targetContainerName':'a','image':'i'}]}",
                    "{'containers':null,'ephemeralContainers':[{'name':'e','image':'i','resources':{},"
                            + "'targetContainerName':'a'}]}"),
            new Case(
                    "a claim template has metadata and resources of its own",
                    "{'containers':null,'volumes':[{'name':'v','ephemeral':{'volumeClaimTemplate':{'spec':"
                            + "{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1024Gi'}}}}}}]}",
                    "{'volumes':[{'name':'v','ephemeral':{'volumeClaimTemplate':{'metadata':{},'spec':{'accessModes':"
                            + "['ReadWriteOnce'],'resources':{'requests':{'storage':'1Ti'}}}}}}],'containers':null}"),
            new Case(
                    "unknown fields and values of the wrong kind count as absent",
                    "{'containers':[{'name':7,'image':['x'],'later':1}],'volumes':'none','hostPID':'yes'}",
                    "{'containers':[{'name':'','resources':{}}]}"),
            new Case(
                    "null elements are empty ones",
                    "{'containers':[null],'nodeSelector':{'a':null}}",
                    "{'containers':[{'name':'','resources':{}}],'nodeSelector':{'a':''}}"));

    @ParameterizedTest
    @FieldSource("cases")
    void podTemplatesAreWrittenAsGoWritesThem(Case c) {
        Json template = Json.object("spec", Json.parse(quotes(c.spec())));
        assertThat(GoJson.podTemplate(template, Dialect.CURRENT))
                .isEqualTo("{\"metadata\":{},\"spec\":" + quotes(c.written()) + "}");
    }

    private static String quotes(String text) {
        return text.replace('\'', '"');
    }

    @Test
    void textsAreEscapedAsGoEscapesThem() {
        assertThat(GoJson.quoted("\"\\\b\f\n\r\t\u0001\u001f<>&\u2028\u2029\u007f/é😀"))
                .isEqualTo("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u003c\\u003e\\u0026\\u2028\\u2029\u007f/é😀\"");
        assertThat(GoJson.quoted("half \ud83d pair")).isEqualTo("\"half \ufffd pair\"");
    }

    @Test
    void earlierTypesWroteUnsetTimesAsNull() {
        Json template = Json.parse(quotes("{'metadata':{'labels':{'a':'b'}},'spec':{'containers':null,'volumes':"
                + "[{'name':'v','ephemeral':{'volumeClaimTemplate':{}}}]}}"));
        assertThat(GoJson.podTemplate(template, Dialect.NULL_TIMES))
                .isEqualTo(quotes("{'metadata':{'creationTimestamp':null,'labels':{'a':'b'}},'spec':{'volumes':"
                        + "[{'name':'v','ephemeral':{'volumeClaimTemplate':{'metadata':{'creationTimestamp':null},"
                        + "'spec':{'resources':{}}}}}],'containers':null}}"));
    }

    @Test
    void stepsAreWrittenAsGoWritesThem() {
        Json steps = Json.parse(quotes("[{'setWeight':0},{'pause':{'duration':0}},{'pause':{'duration':'10m'}},"
                + "{'setCanaryScale':{'replicas':0,'matchTrafficWeight':false}},"
                + "{'setHeaderRoute':{'match':[{'headerName':'h'}]}},"
                + "{'setMirrorRoute':{'percentage':0,'match':[{'headers':{'b':{'exact':'1'},'a':{}},'path':{}}]}},"
                + "{'plugin':{'config':{'b':[1,2.50,1e30,-1e-9,true,null,'<'],'a':{}}}},"
                + "{'analysis':{'dryRun':[{}],'measurementRetention':[{}],'args':[{'valueFrom':{'fieldRef':{}}}]}},"
                + "{'experiment':{'analyses':[{'clusterScope':false,'requiredForCompletion':false}],"
                + "'scaleDownDelaySeconds':0}},{}]"));
        assertThat(GoJson.canarySteps(steps))
                .isEqualTo(quotes("[{'setWeight':0},{'pause':{'duration':0}},{'pause':{'duration':'10m'}},"
                        + "{'setCanaryScale':{'replicas':0}},"
                        + "{'setHeaderRoute':{'match':[{'headerName':'h','headerValue':null}]}},"
                        + "{'setMirrorRoute':{'name':'','match':[{'path':{},'headers':{'a':{},'b':{'exact':'1'}}}],"
                        + "'percentage':0}},"
                        + "{'plugin':{'name':'','config':{'a':{},'b':[1,2.5,1e+30,-1e-9,true,null,'\\u003c']}}},"
                        + "{'analysis':{'args':[{'name':'','valueFrom':{'fieldRef':{'fieldPath':''}}}],"
                        + "'dryRun':[{'metricName':''}],'measurementRetention':[{'metricName':'','limit':0}]}},"
                        + "{'experiment':{'templates':null,'analyses':[{'name':'','templateName':'',"
                        + "'clusterScope':false}],'analysisRunMetadata':{},'scaleDownDelaySeconds':0}},{}]"));
    }

    static Stream<String> vectors() throws IOException {
        try (InputStream in = GoJsonTest.class.getResourceAsStream("pod-template.vectors")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return all.lines().filter(line -> !line.startsWith("#"));
        }
    }

    @ParameterizedTest(name = "vector {index}")
    @MethodSource("vectors")
    void randomTemplatesComeOutAsFromGoItself(String vector) {
        String[] inputAndOutput = vector.split("\t", -1);
        assertThat(GoJson.podTemplate(Json.parse(inputAndOutput[0]), Dialect.CURRENT))
                .isEqualTo(inputAndOutput[1]);
    }

    @Test
    void everyKindOfVolumeIsKnownAndWritten() {
        var kinds = new ArrayList<String>();
        for (GoType.Field field : GoTypes.POD_TEMPLATE.struct("Volume").fields()) {
            if (field.name().equals("name")) continue;
            kinds.add(field.name());
            Json volume = Json.object("name", "v", field.name(), Json.EMPTY_OBJECT);
            Json template = Json.object("spec", Json.object("volumes", Json.array(volume)));
            assertThat(GoJson.podTemplate(template, Dialect.CURRENT))
                    .contains("{\"name\":\"v\",\"" + field.name() + "\":{");
        }
        assertThat(kinds).hasSize(30).contains("image", "csi", "projected", "hostPath");
    }

    @Test
    void tablesWithUnknownTypesAreRefused() {
        assertThatThrownBy(() -> GoTypes.of(List.of("A", "  b C"))).hasMessageStartingWith("type: C");
        assertThatThrownBy(() -> GoTypes.of(List.of("A", "  b"))).hasMessageStartingWith("field: b");
        assertThatThrownBy(() -> GoTypes.of(List.of("  b string"))).isInstanceOf(IllegalArgumentException.class);
    }
}
