package tidegate.api.crd;

import tidegate.api.json.Json;

/**
 * One field of an object.
 *
 * @param required whether the API server refuses the object without it; what only the controller demands is optional here
 * @param text what {@code kubectl explain} shows: meaning, unit, what absence means
 * @param defaultValue what the API server fills in, MISSING for nothing; defaults that the controller applies are only
 *     mentioned in the text
 */
public record Field(String name, boolean required, Schema schema, String text, Json defaultValue) {

    static Field field(String name, Schema schema, String text) {
        return new Field(name, false, schema, text, Json.MISSING);
    }

    static Field field(String name, Schema schema, String text, String defaultValue) {
        return new Field(name, false, schema, text, Json.of(defaultValue));
    }

    static Field required(String name, Schema schema, String text) {
        return new Field(name, true, schema, text, Json.MISSING);
    }
}
