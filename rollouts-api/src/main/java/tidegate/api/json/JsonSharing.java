package tidegate.api.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lets equal parts of many values be one: names, images, resource limits, probes, half of most objects in a cluster.
 *
 * <p>It remembers a bounded number of parts that came by lately and forgets one when another takes its place; what it
 * misses is only not shared. For one thread.
 */
public final class JsonSharing {
    private static final int PLACES = 1 << 13;
    /** Longer texts are hardly ever equal. */
    private static final int LONGEST_TEXT = 256;

    private final @Nullable Object[] seen = new @Nullable Object[PLACES];

    /** An equal value, in parts the very same as values before it. */
    public Json share(Json json) {
        return Json.wrap(shared(json.plain()));
    }

    private Object shared(Object plain) {
        if (plain instanceof Fields fields) return one(withSharedParts(fields));
        if (plain instanceof Items items) return one(withSharedParts(items));
        if (plain instanceof String text) return text.length() <= LONGEST_TEXT ? one(text) : text;
        // Java shares the small numbers itself
        return plain instanceof Long || plain instanceof Double ? one(plain) : plain;
    }

    private Fields withSharedParts(Fields fields) {
        var slots = new Object[2 * fields.size()];
        for (int i = 0; i < fields.size(); i++) {
            slots[2 * i] = one(fields.key(i));
            slots[2 * i + 1] = shared(fields.value(i));
        }
        return Fields.of(slots);
    }

    private Items withSharedParts(Items items) {
        var values = new Object[items.size()];
        Arrays.setAll(values, i -> shared(items.get(i)));
        return Items.of(values);
    }

    private Object one(Object part) {
        int hash = part.hashCode();
        int place = (hash ^ (hash >>> 13)) & (PLACES - 1);
        Object known = seen[place];
        if (known != null && known.equals(part)) return known;
        seen[place] = part;
        return part;
    }
}
