package tidegate.playground.apiserver.resource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tidegate.playground.apiserver.schema.KubernetesSchemas;
import tidegate.playground.apiserver.schema.Schema;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a CustomResourceDefinition serves. Pure. */
public final class CustomResources {
    private CustomResources() {}

    /** One for each served version. */
    public static List<ResourceType> of(ObjectNode definition) {
        return Tree.objectsAt(definition, "spec", "versions").stream()
                .filter(version -> Tree.trueAt(version, "served"))
                .map(version -> of(definition, version))
                .toList();
    }

    private static ResourceType of(ObjectNode definition, ObjectNode version) {
        JsonNode spec = Tree.objectAt(definition, "spec").orElseThrow();
        JsonNode names = Tree.objectAt(spec, "names").orElseThrow();
        String group = Tree.textAt(spec, "group");
        String plural = Tree.textAt(names, "plural");
        String served = Tree.textAt(version, "name");
        return new ResourceType(
                group,
                served,
                Tree.textAt(names, "kind"),
                Tree.textAt(names, "listKind"),
                plural,
                Tree.textAt(names, "singular"),
                texts(names, "shortNames"),
                texts(names, "categories"),
                Tree.textAt(spec, "scope").equals("Namespaced"),
                plural + "." + group,
                schema(version),
                subresources(version),
                scale(version),
                columns(version),
                selectable(version),
                Rules.NONE,
                conversion(group + "/" + served),
                ResourceType.Traits.CUSTOM);
    }

    private static List<String> texts(JsonNode from, String key) {
        return Tree.listAt(from, key).stream().map(JsonNode::asString).toList();
    }

    /** Versions differ in their name only. */
    private static ResourceType.Conversion conversion(String apiVersion) {
        return new ResourceType.Conversion(
                object -> object.put("apiVersion", apiVersion), object -> object.put("apiVersion", apiVersion));
    }

    /** The version's schema with what every object has: apiVersion, kind and the metadata of Kubernetes. */
    public static ObjectNode completeSchema(ObjectNode version) {
        ObjectNode schema = Tree.objectAt(version, "schema", "openAPIV3Schema")
                .map(ObjectNode::deepCopy)
                .orElseGet(Tree::object);
        schema.put("type", "object");
        completeObject(schema);
        return schema;
    }

    private static void completeObject(ObjectNode schema) {
        ObjectNode properties = Tree.make(schema, "properties");
        Tree.putIfAbsent(Tree.make(properties, "apiVersion"), "type", "string");
        Tree.putIfAbsent(Tree.make(properties, "kind"), "type", "string");
        ObjectNode metadata = properties.putObject("metadata");
        metadata.put("$ref", "#/components/schemas/" + KubernetesSchemas.OBJECT_META);
    }

    private static Schema schema(ObjectNode version) {
        return new Schema(
                completeSchema(version), name -> KubernetesSchemas.published().named(name));
    }

    private static Set<String> subresources(ObjectNode version) {
        var all = new HashSet<String>();
        for (String each : new String[] {"status", "scale"})
            if (Tree.at(version, "subresources", each) != null) all.add(each);
        return Set.copyOf(all);
    }

    private static Optional<ScalePaths> scale(ObjectNode version) {
        return Tree.objectAt(version, "subresources", "scale")
                .map(scale -> ScalePaths.of(
                        Tree.textAt(scale, "specReplicasPath"),
                        Tree.textAt(scale, "statusReplicasPath"),
                        Tree.textAt(scale, "labelSelectorPath")));
    }

    private static Set<String> selectable(ObjectNode version) {
        var all = new HashSet<String>();
        for (ObjectNode field : Tree.objectsAt(version, "selectableFields")) {
            String path = Tree.textAt(field, "jsonPath");
            all.add(path.startsWith(".") ? path.substring(1) : path);
        }
        return Set.copyOf(all);
    }

    private static List<Column> columns(ObjectNode version) {
        var all = new ArrayList<Column>();
        all.add(new Column("Name", "string", "name", "Name", 0, object -> Tree.string(Meta.name(object))));
        for (ObjectNode column : Tree.objectsAt(version, "additionalPrinterColumns")) {
            PrinterPath path = PrinterPath.parse(Tree.textAt(column, "jsonPath"));
            all.add(new Column(
                    Tree.textAt(column, "name"),
                    Tree.textAt(column, "type"),
                    Tree.textAt(column, "format"),
                    Tree.textAt(column, "description"),
                    (int) Tree.longAt(column, 0, "priority"),
                    path::read));
        }
        if (all.size() == 1) {
            PrinterPath created = PrinterPath.parse(".metadata.creationTimestamp");
            all.add(new Column("Age", "date", "", "Age", 0, created::read));
        }
        return List.copyOf(all);
    }
}
