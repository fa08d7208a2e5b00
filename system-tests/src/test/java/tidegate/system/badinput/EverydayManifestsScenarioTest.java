package tidegate.system.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.system.bench.Bench;
import tidegate.system.bench.Expect;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/**
 * Pod templates as people write them, with all that an API fills in or writes in another way: each is one revision, also
 * after an annotation and a restart of the controller.
 */
@ExtendWith(ScenarioExtension.class)
class EverydayManifestsScenarioTest {

    /**
     * A pod template that a careless comparison takes for another one.
     *
     * @param pod lines of the pod's spec
     * @param container lines of its container
     */
    private record Everyday(String why, String name, String pod, String container) {
        String manifest() {
            return into(canary(name, 2, "blue", "setWeight: 50", "pause: {}"));
        }

        private String into(String manifest) {
            return manifest.replace("      containers:\n", pod.indent(6) + "      containers:\n")
                    .replace("          image: demo:blue\n", "          image: demo:blue\n" + container.indent(10));
        }
    }

    private static final List<Everyday> TEMPLATES = List.of(
            new Everyday("quantities that an API may write in another way", "units", "", """
                    resources:
                      requests: {cpu: 0.1, memory: 1e3}
                      limits: {cpu: 1000m, memory: 1024Mi}
                    """),
            new Everyday("ports without a protocol, and one twice on two protocols", "ports", "", """
                    ports:
                      - {containerPort: 8080, name: http}
                      - {containerPort: 53, name: dns, protocol: TCP}
                      - {containerPort: 53, name: dns-udp, protocol: UDP}
                    """),
            new Everyday("probes of every kind, most of their fields left to the API", "probes", "", """
                    livenessProbe: {grpc: {port: 9090}, periodSeconds: 5}
                    readinessProbe: {httpGet: {port: http, path: /ready}, initialDelaySeconds: 0}
                    startupProbe: {tcpSocket: {port: 8080}, failureThreshold: 30}
                    ports: [{name: http, containerPort: 8080}]
                    lifecycle:
                      preStop: {exec: {command: [sleep, "5"]}}
                      postStart: {httpGet: {port: 8080}}
                    """),
            new Everyday("what runs before and beside", "init", """
                    initContainers:
                      - {name: migrate, image: "demo:blue", command: [migrate]}
                      - {name: proxy, image: "demo:blue", restartPolicy: Always}
                    terminationGracePeriodSeconds: 0
                    """, """
                    envFrom:
                      - configMapRef: {name: settings, optional: true}
                      - {prefix: DB_, secretRef: {name: database, optional: true}}
                    env:
                      - {name: EMPTY, value: ""}
                      - {name: ABSENT}
                      - name: POD
                        valueFrom: {fieldRef: {fieldPath: metadata.name}}
                      - name: LIMIT
                        valueFrom: {resourceFieldRef: {resource: limits.cpu}}
                    """),
            new Everyday("volumes of many kinds", "volumes", """
                    serviceAccountName: default
                    volumes:
                      - name: all
                        projected:
                          sources:
                            - serviceAccountToken: {path: token}
                            - configMap: {name: settings, optional: true}
                            - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
                      - {name: cache, emptyDir: {}}
                      - {name: shm, emptyDir: {medium: Memory, sizeLimit: 0.5Gi}}
                      - {name: settings, configMap: {name: settings, optional: true}}
                      - {name: secret, secret: {secretName: database, optional: true}}
                    """, """
                    volumeMounts:
                      - {name: all, mountPath: /var/run/all, readOnly: true}
                      - {name: cache, mountPath: /cache}
                      - {name: shm, mountPath: /dev/shm}
                    """),
            new Everyday("where pods may go", "placed", """
                    topologySpreadConstraints:
                      - maxSkew: 1
                        topologyKey: kubernetes.io/hostname
                        whenUnsatisfiable: ScheduleAnyway
                        labelSelector: {matchLabels: {app: placed}}
                    affinity:
                      podAntiAffinity:
                        preferredDuringSchedulingIgnoredDuringExecution:
                          - weight: 1
                            podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: placed}}}
                    tolerations: [{key: spot, operator: Exists, effect: NoSchedule}]
                    nodeSelector: {}
                    """, ""),
            new Everyday("who the pod is, with the old name of the field", "secured", """
                    serviceAccountName: default
                    automountServiceAccountToken: false
                    securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
                    imagePullSecrets: []
                    dnsConfig: {options: [{name: ndots, value: "2"}]}
                    """, """
                    securityContext: {capabilities: {drop: [ALL]}, allowPrivilegeEscalation: false}
                    args: []
                    """));

    private static final String BUDGET = """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: green
            spec:
              maxUnavailable: 1
              selector: {matchLabels: {app: active}}
            """;

    @Test
    void eachIsOneRevisionAlsoAfterAnAnnotationAndARestartOfTheController(Scenario on, Bench bench) {
        try (Shard shard = Shard.start(bench, "everyday")) {
            for (Everyday row : TEMPLATES) on.given(shard.own(row.manifest()));
            on.given(shard.own(blueGreen("active", 1, "blue")), BUDGET);
            Expect[] deployedOnce = TEMPLATES.stream()
                    .map(row -> deployedOnce(row.name(), row.why()))
                    .toArray(Expect[]::new);
            on.then(deployedOnce);
            on.then(Expect.replicaSets(TEMPLATES.size() + 1));
            shard.endAndStartAgain();
            for (Everyday row : TEMPLATES)
                on.whenPatched(row.name(), "", "{\"metadata\":{\"annotations\":{\"looked-at\":\"again\"}}}");
            on.then(TEMPLATES.stream().map(row -> annotated(row.name())).toArray(Expect[]::new));
            on.then(deployedOnce);
            on.then(healthy("active"), Expect.replicaSets(TEMPLATES.size() + 1));
            for (Everyday row : TEMPLATES)
                assertThat(on.when("kubectl argo rollouts get rollout " + row.name())
                                .out())
                        .contains("revision:1", "Healthy", "stable");
        }
    }

    private static Expect deployedOnce(String rollout, String why) {
        return that(
                why + ": " + rollout + " is Healthy at revision 1",
                state -> healthy(rollout).holds().test(state)
                        && state.rollout(rollout)
                                .filter(found -> found.at("metadata", "annotations", "rollout.argoproj.io/revision")
                                        .stringOrEmpty()
                                        .equals("1"))
                                .isPresent());
    }

    /** The controller copies what it sees, so it has looked at the Rollout since. */
    private static Expect annotated(String rollout) {
        return that(
                rollout + ": its ReplicaSet has the new annotation",
                state -> state.replicaSets().stream()
                        .anyMatch(set ->
                                set.at("metadata", "name").stringOrEmpty().startsWith(rollout + "-")
                                        && set.at("metadata", "annotations", "looked-at")
                                                .stringOrEmpty()
                                                .equals("again")));
    }
}
