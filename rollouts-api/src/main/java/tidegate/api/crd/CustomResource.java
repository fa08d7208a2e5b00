package tidegate.api.crd;

import java.util.List;
import java.util.Locale;
import tidegate.api.json.Json;

/**
 * One custom resource: how it is registered, and the schema of its objects.
 *
 * @param plural also the name of its file
 * @param text what {@code kubectl explain} says about the kind
 * @param subresources what the API server serves beside the object itself
 * @param schema {@code spec} and, where there is one, {@code status}
 */
public record CustomResource(
        String kind,
        String plural,
        String shortName,
        String text,
        Scope scope,
        Subresources subresources,
        List<Column> columns,
        Schema.ObjectOf schema) {

    public static final String GROUP = tidegate.api.wire.CustomResource.GROUP;
    public static final String VERSION = tidegate.api.wire.CustomResource.VERSION;

    public CustomResource {
        columns = List.copyOf(columns);
    }

    /** Whether objects live in a namespace. */
    public enum Scope {
        NAMESPACED("Namespaced"),
        CLUSTER("Cluster");

        private final String wire;

        Scope(String wire) {
            this.wire = wire;
        }
    }

    /** {@code NONE}: clients write the status of analysis runs and experiments through the object itself. */
    public enum Subresources {
        NONE,
        STATUS_AND_SCALE
    }

    /** A column of {@code kubectl get}. */
    public record Column(String name, String type, String jsonPath) {
        static final Column AGE = new Column("Age", "date", ".metadata.creationTimestamp");
        static final Column PHASE = new Column("Status", "string", ".status.phase");
    }

    /** The name of the CustomResourceDefinition. */
    public String definitionName() {
        return plural + "." + GROUP;
    }

    /** {@code apiVersion} of its objects. */
    public String apiVersion() {
        return GROUP + "/" + VERSION;
    }

    Json definition(KubernetesTypes types) {
        return Json.object(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                Json.object("name", definitionName()),
                "spec",
                Json.object(
                        "group", GROUP, "names", names(), "scope", scope.wire, "versions", Json.array(version(types))));
    }

    private Json names() {
        return Json.object(
                "kind",
                kind,
                "listKind",
                kind + "List",
                "plural",
                plural,
                "singular",
                kind.toLowerCase(Locale.ROOT),
                "shortNames",
                List.of(shortName));
    }

    private Json version(KubernetesTypes types) {
        return Json.object(
                "name",
                VERSION,
                "served",
                true,
                "storage",
                true,
                "additionalPrinterColumns",
                columns.stream().map(CustomResource::column).toList(),
                "subresources",
                servedBeside(),
                "schema",
                Json.object("openAPIV3Schema", rootSchema(types)));
    }

    private static Json column(Column column) {
        return Json.object("name", column.name(), "type", column.type(), "jsonPath", column.jsonPath());
    }

    private Json servedBeside() {
        return switch (subresources) {
            case NONE -> Json.EMPTY_OBJECT;
            case STATUS_AND_SCALE ->
                Json.object(
                        "status",
                        Json.EMPTY_OBJECT,
                        "scale",
                        Json.object(
                                "specReplicasPath", ".spec.replicas",
                                "statusReplicasPath", ".status.HPAReplicas",
                                "labelSelectorPath", ".status.selector"));
        };
    }

    private Json rootSchema(KubernetesTypes types) {
        Json own = new StructuralSchema(types).of(schema);
        Json properties = Json.object(
                "apiVersion", described("string", "Group and version of this object: " + apiVersion() + "."),
                "kind", described("string", "Kind of this object: " + kind + "."),
                "metadata", Json.object("type", "object"));
        return Json.object(
                "description",
                text,
                "type",
                "object",
                "required",
                own.get("required"),
                "properties",
                properties.merged(own.get("properties")));
    }

    private static Json described(String type, String text) {
        return Json.object("description", text, "type", type);
    }
}
