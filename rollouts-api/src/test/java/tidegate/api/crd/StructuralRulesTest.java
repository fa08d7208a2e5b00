package tidegate.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;

/** The rules of a real kube-apiserver for schemas, as far as ours could break them. */
class StructuralRulesTest {
    private static final Set<String> ALLOWED = Set.of(
            "additionalProperties",
            "anyOf",
            "default",
            "description",
            "enum",
            "format",
            "items",
            "pattern",
            "properties",
            "required",
            "type",
            "x-kubernetes-int-or-string",
            "x-kubernetes-list-map-keys",
            "x-kubernetes-list-type",
            "x-kubernetes-map-type",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-validations");

    static List<Json> schemas() {
        return Crds.definitions().stream()
                .map(definition -> definition.at("spec", "versions").get(0).at("schema", "openAPIV3Schema"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void theSchemaIsStructural(Json schema) {
        var broken = new ArrayList<String>();
        check("", schema, broken);
        assertThat(broken).isEmpty();
    }

    private static void check(String path, Json schema, List<String> broken) {
        for (String keyword : schema.members().keySet())
            if (!ALLOWED.contains(keyword)) broken.add(path + ": " + keyword);
        if (schema.get("type").isMissing() && !hasTypeOfItsOwn(schema)) broken.add(path + ": no type");
        if (schema.get("x-kubernetes-list-type").stringOrEmpty().equals("map")) checkKeys(path, schema, broken);
        schema.get("properties").members().forEach((name, member) -> check(path + "." + name, member, broken));
        if (schema.get("items").isPresent()) check(path + "[]", schema.get("items"), broken);
        if (schema.get("additionalProperties").isPresent())
            check(path + "{}", schema.get("additionalProperties"), broken);
    }

    private static boolean hasTypeOfItsOwn(Json schema) {
        return schema.get("x-kubernetes-int-or-string").isTrue()
                || schema.get("x-kubernetes-preserve-unknown-fields").isTrue();
    }

    /** Elements of a list that is merged by keys must have each key: required, or by default. */
    private static void checkKeys(String path, Json list, List<String> broken) {
        Json element = list.get("items");
        List<Json> required = element.get("required").elements();
        for (Json key : list.get("x-kubernetes-list-map-keys").elements()) {
            boolean hasDefault =
                    element.at("properties", key.stringOrEmpty(), "default").isPresent();
            if (!hasDefault && !required.contains(key)) broken.add(path + ": key " + key);
        }
    }
}
