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

    /** An equal value with its members in the same order, in parts the very same as values before it. */
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
        if (known != null && isSame(known, part)) return known;
        seen[place] = part;
        return part;
    }

    /** Equal, and with the members of all objects in the same order: objects are written in the order they came in. */
    private static boolean isSame(Object one, Object other) {
        if (one == other) return true;
        if (one instanceof Fields fields) return other instanceof Fields others && isSame(fields, others);
        if (one instanceof Items items) return other instanceof Items others && isSame(items, others);
        return one.equals(other);
    }

    private static boolean isSame(Fields one, Fields other) {
        if (one.size() != other.size()) return false;
        for (int i = 0; i < one.size(); i++)
            if (!one.key(i).equals(other.key(i)) || !isSame(one.value(i), other.value(i))) return false;
        return true;
    }

    private static boolean isSame(Items one, Items other) {
        if (one.size() != other.size()) return false;
        for (int i = 0; i < one.size(); i++) if (!isSame(one.get(i), other.get(i))) return false;
        return true;
    }
}
