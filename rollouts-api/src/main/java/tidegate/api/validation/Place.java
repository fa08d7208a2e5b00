package tidegate.api.validation;

import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;

/** A value and where it stands. Many are made in each pass and few are told of: the path is put together when asked for. */
final class Place {
    private final @Nullable Place parent;
    private final String begin;
    private final String step;
    private final String end;
    private final Json value;

    /** @param path {@code ""} for the object itself */
    Place(String path, Json value) {
        this(null, "", path, "", value);
    }

    private Place(@Nullable Place parent, String begin, String step, String end, Json value) {
        this.parent = parent;
        this.begin = begin;
        this.step = step;
        this.end = end;
        this.value = value;
    }

    /** The member of that name; it may be absent. */
    Place at(String key) {
        return new Place(this, ".", key, "", value.get(key));
    }

    /** The element of a list. */
    Place at(int index) {
        return new Place(this, "[", Integer.toString(index), "]", value.get(index));
    }

    /** The entry of a map. */
    Place entry(String key) {
        return new Place(this, "[", key, "]", value.get(key));
    }

    /** {@code ""} for the object itself. */
    String path() {
        String before = parent == null ? "" : parent.path();
        return before.isEmpty() && begin.equals(".") ? step : before + begin + step + end;
    }

    Json value() {
        return value;
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
