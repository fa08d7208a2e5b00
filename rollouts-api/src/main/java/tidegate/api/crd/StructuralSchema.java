package tidegate.api.crd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tidegate.api.json.Json;

/** Writes a {@link Schema} as the structural OpenAPI v3 schema of a CustomResourceDefinition. */
record StructuralSchema(KubernetesTypes types) {

    Json of(Schema schema) {
        return switch (schema) {
            case Schema.Scalar scalar -> ofScalar(scalar);
            case Schema.Choice choice -> Json.object("type", "string", "enum", choice.values());
            case Schema.MapOf map -> Json.object("type", "object", "additionalProperties", of(map.values()));
            case Schema.ListOf list -> Json.object("type", "array", "items", of(list.element()));
            case Schema.AnyObject _ -> Json.object("type", "object", "x-kubernetes-preserve-unknown-fields", true);
            case Schema.ObjectOf object -> ofObject(object);
            case Schema.KubernetesType type -> types.schemaOf(type.name());
            case Schema.Immutable immutable ->
                of(immutable.schema())
                        .with(
                                "x-kubernetes-validations",
                                Json.array(Json.object("rule", "self == oldSelf", "message", immutable.message())));
        };
    }

    private static Json ofScalar(Schema.Scalar scalar) {
        return switch (scalar) {
            case TEXT -> Json.object("type", "string");
            case INT32 -> Json.object("type", "integer", "format", "int32");
            case INT64 -> Json.object("type", "integer", "format", "int64");
            case BOOL -> Json.object("type", "boolean");
            case TIME -> Json.object("type", "string", "format", "date-time");
            case INT_OR_TEXT ->
                Json.object(
                        "anyOf",
                        Json.array(Json.object("type", "integer"), Json.object("type", "string")),
                        "x-kubernetes-int-or-string",
                        true);
        };
    }

    private Json ofObject(Schema.ObjectOf object) {
        Map<String, Json> properties = new LinkedHashMap<>();
        for (Field field : object.fields()) properties.put(field.name(), ofField(field));
        List<String> required = object.fields().stream()
                .filter(Field::required)
                .map(Field::name)
                .toList();
        return Json.object(
                "type", "object",
                "required", required.isEmpty() ? Json.MISSING : required,
                "properties", properties.isEmpty() ? Json.MISSING : properties);
    }

    private Json ofField(Field field) {
        Map<String, Json> described = new LinkedHashMap<>();
        described.put("description", Json.of(field.text()));
        of(field.schema()).members().forEach((key, value) -> {
            if (!key.equals("description")) described.put(key, value);
        });
        described.put("default", field.defaultValue());
        return Json.of(described);
    }
}
