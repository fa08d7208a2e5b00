package tidegate.playground.apiserver.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** CustomResourceDefinitions themselves. */
final class CustomResourceRules implements Rules {
    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = Tree.make(object, "spec");
        Tree.putIfAbsent(Tree.make(spec, "conversion"), "strategy", "None");
        ObjectNode names = Tree.make(spec, "names");
        String kind = Tree.textAt(names, "kind");
        if (kind.isEmpty()) return;
        Tree.putIfAbsent(names, "singular", kind.toLowerCase(Locale.ROOT));
        Tree.putIfAbsent(names, "listKind", kind + "List");
    }

    @Override
    public void beforeCreate(ObjectNode object) {
        ObjectNode status = object.putObject("status");
        status.putObject("acceptedNames").put("kind", "").put("plural", "");
        status.putArray("conditions");
        var stored = status.putArray("storedVersions");
        for (ObjectNode version : Tree.objectsAt(object, "spec", "versions"))
            if (Tree.trueAt(version, "storage")) stored.add(Tree.textAt(version, "name"));
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        String expected = Tree.textAt(object, "spec", "names", "plural") + "." + Tree.textAt(object, "spec", "group");
        if (!Meta.name(object).equals(expected))
            errors.add(FieldError.invalid(
                    "metadata.name", '"' + Meta.name(object) + '"', "must be spec.names.plural+\".\"+spec.group"));
        for (String required : new String[] {"group", "scope"})
            if (Tree.textAt(object, "spec", required).isEmpty())
                errors.add(FieldError.required("spec." + required, ""));
        versions(Tree.objectsAt(object, "spec", "versions"), errors);
        return errors;
    }

    private static void versions(List<ObjectNode> versions, List<FieldError> errors) {
        long stored =
                versions.stream().filter(each -> Tree.trueAt(each, "storage")).count();
        if (stored != 1)
            errors.add(FieldError.invalid(
                    "spec.versions", "[]", "must have exactly one version marked as storage version"));
        for (int i = 0; i < versions.size(); i++)
            if (Tree.objectAt(versions.get(i), "schema", "openAPIV3Schema").isEmpty())
                errors.add(
                        FieldError.required("spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required"));
    }
}
