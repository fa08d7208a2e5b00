package tidegate.playground.apiserver.resource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tidegate.playground.apiserver.schema.Schema;
import tools.jackson.databind.node.ObjectNode;

/**
 * One resource of one version, as it is served.
 *
 * @param storage the name it is stored under, one for all versions (and for both groups of events)
 * @param subresources {@code status}, {@code scale}, and the verbs-only ones such as {@code binding}
 * @param selectableFields beside {@code metadata.name} and {@code metadata.namespace}
 * @param conversion between how it is stored and how this version looks
 */
public record ResourceType(
        String group,
        String version,
        String kind,
        String listKind,
        String plural,
        String singular,
        List<String> shortNames,
        List<String> categories,
        boolean namespaced,
        String storage,
        Schema schema,
        Set<String> subresources,
        Optional<ScalePaths> scale,
        List<Column> columns,
        Set<String> selectableFields,
        Rules rules,
        Conversion conversion,
        Traits traits) {

    /**
     * Smaller differences between kinds.
     *
     * @param custom from a CRD: nulls, defaults, updates and status differ from built-in kinds
     * @param hasGeneration counts changes of its specification
     * @param returnsDeleted deleting answers the object and not a Status
     * @param graceful deletion waits for a grace period (pods)
     * @param needsVersion an update must name the version it replaces
     */
    public record Traits(
            boolean custom, boolean hasGeneration, boolean returnsDeleted, boolean graceful, boolean needsVersion) {
        public static final Traits CUSTOM = new Traits(true, true, false, false, true);
    }

    /** Between the stored form and one version's. Each gets a tree of its own and may change it. */
    public record Conversion(Function<ObjectNode, ObjectNode> fromStored, Function<ObjectNode, ObjectNode> toStored) {
        public static final Conversion NONE = new Conversion(Function.identity(), Function.identity());
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public boolean custom() {
        return traits.custom();
    }

    public boolean hasStatus() {
        return subresources.contains("status");
    }

    public boolean converts() {
        return conversion != Conversion.NONE;
    }

    /** {@code replicasets.apps} */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
