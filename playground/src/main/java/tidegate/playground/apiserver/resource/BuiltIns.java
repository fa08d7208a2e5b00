package tidegate.playground.apiserver.resource;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tidegate.playground.apiserver.schema.KubernetesSchemas;

/** The kinds of Kubernetes that the playground serves. */
public final class BuiltIns {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Set<String> NONE = Set.of();
    private static final Set<String> STATUS = Set.of("status");
    private static final Set<String> SCALED = Set.of("status", "scale");
    private static final ScalePaths WORKLOAD_SCALE = ScalePaths.of("spec.replicas", "status.replicas", "spec.selector");
    private static final Set<String> NEED_VERSION =
            Set.of("leases", "poddisruptionbudgets", "customresourcedefinitions");
    private static final Set<String> EVENT_FIELDS = Set.of(
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type");

    private BuiltIns() {}

    /** All of them; a new list with rules of its own (they hold addresses), for one API. */
    public static List<ResourceType> all() {
        return List.of(
                cluster("", "v1", "Namespace", "namespaces", "ns")
                        .with(STATUS)
                        .fields("status.phase")
                        .rules(new PlainRules.NamespaceRules())
                        .build(),
                spaced("", "v1", "Pod", "pods", "po")
                        .categories("all")
                        .with(STATUS)
                        .counted()
                        .returnsDeleted()
                        .graceful()
                        .fields(
                                "spec.nodeName",
                                "spec.restartPolicy",
                                "spec.schedulerName",
                                "spec.serviceAccountName",
                                "spec.hostNetwork",
                                "status.phase",
                                "status.podIP",
                                "status.nominatedNodeName")
                        .rules(new PodRules())
                        .build(),
                spaced("", "v1", "Service", "services", "svc")
                        .categories("all")
                        .with(STATUS)
                        .returnsDeleted()
                        .fields("spec.clusterIP", "spec.type")
                        .rules(new ServiceRules())
                        .build(),
                spaced("", "v1", "Endpoints", "endpoints", "ep")
                        .rules(new PlainRules.EndpointsRules())
                        .build(),
                spaced("", "v1", "ConfigMap", "configmaps", "cm").build(),
                spaced("", "v1", "Secret", "secrets")
                        .fields("type")
                        .rules(new PlainRules.SecretRules())
                        .build(),
                spaced("", "v1", "ServiceAccount", "serviceaccounts", "sa")
                        .returnsDeleted()
                        .build(),
                spaced("", "v1", "Event", "events", "ev").fields(EVENT_FIELDS).build(),
                cluster("", "v1", "Node", "nodes", "no")
                        .with(STATUS)
                        .fields("spec.unschedulable")
                        .build(),
                spaced("", "v1", "PodTemplate", "podtemplates")
                        .counted()
                        .returnsDeleted()
                        .rules(new PlainRules.PodTemplateRules())
                        .build(),
                spaced("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", "pvc")
                        .with(STATUS)
                        .returnsDeleted()
                        .build(),
                cluster("", "v1", "PersistentVolume", "persistentvolumes", "pv")
                        .with(STATUS)
                        .returnsDeleted()
                        .build(),
                spaced("", "v1", "ResourceQuota", "resourcequotas", "quota")
                        .with(STATUS)
                        .returnsDeleted()
                        .build(),
                spaced("", "v1", "LimitRange", "limitranges", "limits").build(),
                spaced("", "v1", "ReplicationController", "replicationcontrollers", "rc")
                        .categories("all")
                        .with(STATUS)
                        .counted()
                        .build(),
                spaced("apps", "v1", "ReplicaSet", "replicasets", "rs")
                        .categories("all")
                        .with(SCALED)
                        .counted()
                        .scale(WORKLOAD_SCALE)
                        .fields("status.replicas")
                        .rules(new WorkloadRules(WorkloadRules.Flavour.REPLICA_SET))
                        .build(),
                spaced("apps", "v1", "Deployment", "deployments", "deploy")
                        .categories("all")
                        .with(SCALED)
                        .counted()
                        .scale(WORKLOAD_SCALE)
                        .rules(new WorkloadRules(WorkloadRules.Flavour.DEPLOYMENT))
                        .build(),
                spaced("apps", "v1", "StatefulSet", "statefulsets", "sts")
                        .categories("all")
                        .with(SCALED)
                        .counted()
                        .scale(WORKLOAD_SCALE)
                        .rules(new WorkloadRules(WorkloadRules.Flavour.STATEFUL_SET))
                        .build(),
                spaced("apps", "v1", "DaemonSet", "daemonsets", "ds")
                        .categories("all")
                        .with(STATUS)
                        .counted()
                        .rules(new WorkloadRules(WorkloadRules.Flavour.DAEMON_SET))
                        .build(),
                spaced("apps", "v1", "ControllerRevision", "controllerrevisions")
                        .build(),
                spaced("batch", "v1", "Job", "jobs")
                        .categories("all")
                        .with(STATUS)
                        .counted()
                        .fields("status.successful")
                        .rules(new PlainRules.JobRules())
                        .build(),
                spaced("batch", "v1", "CronJob", "cronjobs", "cj")
                        .categories("all")
                        .with(STATUS)
                        .counted()
                        .rules(new PlainRules.CronJobRules())
                        .build(),
                spaced("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", "hpa")
                        .categories("all")
                        .with(STATUS)
                        .rules(new PlainRules.AutoscalerRules())
                        .build(),
                spaced("autoscaling", "v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers", "hpa")
                        .categories("all")
                        .with(STATUS)
                        .rules(new PlainRules.AutoscalerRules())
                        .conversion(new ResourceType.Conversion(AutoscalerForms::toV1, AutoscalerForms::toV2))
                        .build(),
                spaced("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", "pdb")
                        .with(STATUS)
                        .counted()
                        .build(),
                spaced("networking.k8s.io", "v1", "Ingress", "ingresses", "ing")
                        .with(STATUS)
                        .counted()
                        .build(),
                cluster("networking.k8s.io", "v1", "IngressClass", "ingressclasses")
                        .counted()
                        .build(),
                spaced("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", "netpol")
                        .counted()
                        .build(),
                spaced("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices")
                        .counted()
                        .rules(new PlainRules.EndpointSliceRules())
                        .build(),
                spaced("coordination.k8s.io", "v1", "Lease", "leases").build(),
                spaced("events.k8s.io", "v1", "Event", "events", "ev")
                        .storedAs("events")
                        .fields(EVENT_FIELDS)
                        .conversion(new ResourceType.Conversion(EventForms::toNew, EventForms::toCore))
                        .build(),
                spaced(RBAC, "v1", "Role", "roles").build(),
                spaced(RBAC, "v1", "RoleBinding", "rolebindings")
                        .rules(new PlainRules.RoleBindingRules())
                        .build(),
                cluster(RBAC, "v1", "ClusterRole", "clusterroles").build(),
                cluster(RBAC, "v1", "ClusterRoleBinding", "clusterrolebindings")
                        .rules(new PlainRules.RoleBindingRules())
                        .build(),
                cluster("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", "pc")
                        .counted()
                        .build(),
                cluster("storage.k8s.io", "v1", "StorageClass", "storageclasses", "sc")
                        .build(),
                cluster(
                                "apiextensions.k8s.io",
                                "v1",
                                "CustomResourceDefinition",
                                "customresourcedefinitions",
                                "crd",
                                "crds")
                        .categories("api-extensions")
                        .with(STATUS)
                        .counted()
                        .rules(new CustomResourceRules())
                        .build());
    }

    private static Draft spaced(String group, String version, String kind, String plural, String... shortNames) {
        return new Draft(group, version, kind, plural, List.of(shortNames), true);
    }

    private static Draft cluster(String group, String version, String kind, String plural, String... shortNames) {
        return new Draft(group, version, kind, plural, List.of(shortNames), false);
    }

    private static final class Draft {
        private final String group;
        private final String version;
        private final String kind;
        private final String plural;
        private final List<String> shortNames;
        private final boolean namespaced;
        private String storage;
        private List<String> categories = List.of();
        private Set<String> subresources = NONE;
        private Optional<ScalePaths> scale = Optional.empty();
        private Set<String> fields = NONE;
        private Rules rules = Rules.NONE;
        private ResourceType.Conversion conversion = ResourceType.Conversion.NONE;
        private boolean counted;
        private boolean returnsDeleted;
        private boolean graceful;

        Draft(String group, String version, String kind, String plural, List<String> shortNames, boolean namespaced) {
            this.group = group;
            this.version = version;
            this.kind = kind;
            this.plural = plural;
            this.shortNames = shortNames;
            this.namespaced = namespaced;
            this.storage = group.isEmpty() ? plural : plural + "." + group;
        }

        Draft categories(String... names) {
            categories = List.of(names);
            return this;
        }

        Draft with(Set<String> names) {
            subresources = names;
            return this;
        }

        Draft scale(ScalePaths paths) {
            scale = Optional.of(paths);
            return this;
        }

        Draft fields(String... names) {
            return fields(Set.of(names));
        }

        Draft fields(Set<String> names) {
            fields = names;
            return this;
        }

        Draft rules(Rules ofKind) {
            rules = ofKind;
            return this;
        }

        Draft conversion(ResourceType.Conversion ofVersion) {
            conversion = ofVersion;
            return this;
        }

        Draft storedAs(String name) {
            storage = name;
            return this;
        }

        Draft counted() {
            counted = true;
            return this;
        }

        Draft returnsDeleted() {
            returnsDeleted = true;
            return this;
        }

        Draft graceful() {
            graceful = true;
            return this;
        }

        ResourceType build() {
            return new ResourceType(
                    group,
                    version,
                    kind,
                    kind + "List",
                    plural,
                    kind.toLowerCase(Locale.ROOT),
                    shortNames,
                    categories,
                    namespaced,
                    storage,
                    KubernetesSchemas.published().of(group, version, kind),
                    subresources,
                    scale,
                    BuiltInColumns.of(group, kind),
                    fields,
                    rules,
                    conversion,
                    new ResourceType.Traits(false, counted, returnsDeleted, graceful, NEED_VERSION.contains(plural)));
        }
    }
}
