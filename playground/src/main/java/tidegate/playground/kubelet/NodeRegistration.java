package tidegate.playground.kubelet;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.KubeTime;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;

/** The Node object of one simulated node, and the lease that says it lives. */
record NodeRegistration(KubeApi api, InstantSource clock, String name, String address) {
    static final String SIMULATED_LABEL = "playground.tidegate.io/simulated";
    static final String LEASE_NAMESPACE = "kube-node-lease";
    static final int LEASE_SECONDS = 120;

    /** Makes the node known and ready, whether or not it was there before. */
    void register() {
        Json created = api.createUnlessThere(ResourceType.NODES, node());
        api.patch(ResourceType.NODES, key(), "status", PatchType.MERGE, Json.object("status", status(clock.instant())));
        // an API that taints new nodes leaves it to a controller to say otherwise; here nobody else would
        if (!created.at("spec", "taints").isEmpty())
            api.patch(
                    ResourceType.NODES,
                    key(),
                    "",
                    PatchType.MERGE,
                    Json.object("spec", Json.object("taints", Json.NULL)));
        renewLease();
    }

    /** Says that the node lives; makes the lease where it is missing. */
    void renewLease() {
        ObjectKey lease = leaseKey();
        Json spec = Json.object(
                "holderIdentity", name,
                "leaseDurationSeconds", LEASE_SECONDS,
                "renewTime", KubeTime.micros(clock.instant()));
        try {
            api.patch(ResourceType.LEASES, lease, "", PatchType.MERGE, Json.object("spec", spec));
        } catch (ApiFailure e) {
            if (!e.isNotFound()) throw e;
            createLease(lease, spec);
        }
    }

    private void createLease(ObjectKey lease, Json spec) {
        api.createUnlessThere(
                ResourceType.NAMESPACES, object(ResourceType.NAMESPACES, Json.object("name", LEASE_NAMESPACE)));
        api.createUnlessThere(
                ResourceType.LEASES,
                object(ResourceType.LEASES, Json.object("name", lease.name(), "namespace", lease.namespace()))
                        .with("spec", spec));
    }

    /** Takes the node off the API; pods on it stay there, as when a machine is lost. */
    void remove() {
        api.delete(ResourceType.NODES, key(), Json.EMPTY_OBJECT);
        api.delete(ResourceType.LEASES, leaseKey(), Json.EMPTY_OBJECT);
    }

    private ObjectKey key() {
        return ObjectKey.clusterWide(name);
    }

    private ObjectKey leaseKey() {
        return new ObjectKey(LEASE_NAMESPACE, name);
    }

    private Json node() {
        var labels = Json.of(Map.of(
                "kubernetes.io/hostname",
                name,
                "kubernetes.io/os",
                "linux",
                "kubernetes.io/arch",
                "amd64",
                SIMULATED_LABEL,
                "true"));
        return object(ResourceType.NODES, Json.object("name", name, "labels", labels))
                .with("spec", Json.EMPTY_OBJECT)
                .with("status", status(clock.instant()));
    }

    private static Json object(ResourceType type, Json metadata) {
        return Json.object("apiVersion", type.apiVersion(), "kind", type.kind(), "metadata", metadata);
    }

    private Json status(Instant now) {
        Json room = Json.object("cpu", "64", "memory", "256Gi", "ephemeral-storage", "1Ti", "pods", "5000");
        return Json.object(
                "capacity", room,
                "allocatable", room,
                "conditions",
                        Json.array(
                                condition(now, "MemoryPressure", "False", "KubeletHasSufficientMemory"),
                                condition(now, "DiskPressure", "False", "KubeletHasNoDiskPressure"),
                                condition(now, "PIDPressure", "False", "KubeletHasSufficientPID"),
                                condition(now, "Ready", "True", "KubeletReady")),
                "addresses",
                        Json.array(
                                Json.object("type", "InternalIP", "address", address),
                                Json.object("type", "Hostname", "address", name)),
                "nodeInfo", nodeInfo());
    }

    private static Json condition(Instant now, String type, String status, String reason) {
        return Json.object(
                "type",
                type,
                "status",
                status,
                "reason",
                reason,
                "message",
                "simulated node",
                "lastHeartbeatTime",
                KubeTime.seconds(now),
                "lastTransitionTime",
                KubeTime.seconds(now));
    }

    private Json nodeInfo() {
        return Json.object(
                "machineID", name,
                "systemUUID", name,
                "bootID", name,
                "kernelVersion", "simulated",
                "osImage", "Tidegate simulated node",
                "containerRuntimeVersion", "simulated://1",
                "kubeletVersion", "v1.36.3",
                "kubeProxyVersion", "",
                "operatingSystem", "linux",
                "architecture", "amd64");
    }
}
