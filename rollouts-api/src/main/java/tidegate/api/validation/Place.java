package tidegate.api.validation;

import tidegate.api.json.Json;

/**
 * A value and where it stands.
 *
 * @param path {@code ""} for the object itself
 */
record Place(String path, Json value) {
    /** The member of that name; it may be absent. */
    Place at(String key) {
        return new Place(path.isEmpty() ? key : path + "." + key, value.get(key));
    }

    /** The element of a list. */
    Place at(int index) {
        return new Place(path + "[" + index + "]", value.get(index));
    }

    /** The entry of a map. */
    Place entry(String key) {
        return new Place(path + "[" + key + "]", value.get(key));
    }

    int size() {
        return value.size();
    }

    boolean isSet() {
        return !value.isNullOrMissing();
    }

    String text() {
        return value.stringOrEmpty();
    }

    /** The number, 0 where there is none: as Go reads it. */
    long number() {
        return value.longInteger().orElse(0);
    }
}
