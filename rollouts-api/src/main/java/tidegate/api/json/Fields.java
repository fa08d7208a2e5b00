package tidegate.api.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object: keys and plain values in turn, in their order, each key once.
 *
 * <p>Objects of the API are small: looking through a dozen keys costs no more than a hash table and a tenth of its memory,
 * of which a controller with ten thousand objects keeps some hundred in each.
 */
final class Fields {
    static final Fields NONE = new Fields(new Object[0]);

    private final Object[] slots;
    /** 0 until asked for; a race computes it twice. */
    private int hash;

    private Fields(Object[] slots) {
        this.slots = slots;
    }

    /** Takes the array as it is: keys that are strings and all different, each followed by its value. */
    static Fields of(Object[] slots) {
        return slots.length == 0 ? NONE : new Fields(slots);
    }

    static Fields of(LinkedHashMap<String, Object> members) {
        var slots = new Object[2 * members.size()];
        int i = 0;
        for (var member : members.entrySet()) {
            slots[i++] = member.getKey();
            slots[i++] = member.getValue();
        }
        return of(slots);
    }

    int size() {
        return slots.length / 2;
    }

    String key(int index) {
        return (String) slots[2 * index];
    }

    Object value(int index) {
        return slots[2 * index + 1];
    }

    private int indexOf(String key) {
        for (int i = 0; i < slots.length; i += 2) if (slots[i].equals(key)) return i / 2;
        return -1;
    }

    @Nullable
    Object get(String key) {
        int index = indexOf(key);
        return index < 0 ? null : value(index);
    }

    Fields with(String key, Object value) {
        int index = indexOf(key);
        Object[] copy = Arrays.copyOf(slots, index < 0 ? slots.length + 2 : slots.length);
        int at = index < 0 ? slots.length : 2 * index;
        copy[at] = key;
        copy[at + 1] = value;
        return new Fields(copy);
    }

    Fields without(String key) {
        int index = indexOf(key);
        if (index < 0) return this;
        var copy = new Object[slots.length - 2];
        System.arraycopy(slots, 0, copy, 0, 2 * index);
        System.arraycopy(slots, 2 * index + 2, copy, 2 * index, copy.length - 2 * index);
        return of(copy);
    }

    /** A view that makes of each value what is asked for whenever it is asked for. */
    <V> Map<String, V> asMap(Function<Object, V> view) {
        return new View<>(this, view);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) return true;
        if (!(other instanceof Fields fields) || fields.slots.length != slots.length) return false;
        for (int i = 0; i < slots.length; i += 2) {
            // nearly always in the same order
            boolean same = slots[i].equals(fields.slots[i])
                    ? slots[i + 1].equals(fields.slots[i + 1])
                    : slots[i + 1].equals(fields.get((String) slots[i]));
            if (!same) return false;
        }
        return true;
    }

    /** The same in any order. */
    @Override
    public int hashCode() {
        if (hash == 0) {
            int sum = 0;
            for (int i = 0; i < slots.length; i += 2) sum += slots[i].hashCode() ^ (31 * slots[i + 1].hashCode());
            hash = sum;
        }
        return hash;
    }

    private static final class View<V> extends AbstractMap<String, V> {
        private final Fields fields;
        private final Function<Object, V> view;

        View(Fields fields, Function<Object, V> view) {
            this.fields = fields;
            this.view = view;
        }

        @Override
        public int size() {
            return fields.size();
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String text && fields.indexOf(text) >= 0;
        }

        @Override
        public @Nullable V get(@Nullable Object key) {
            Object found = key instanceof String text ? fields.get(text) : null;
            return found == null ? null : view.apply(found);
        }

        @Override
        public Set<Entry<String, V>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return fields.size();
                }

                @Override
                public Iterator<Entry<String, V>> iterator() {
                    return new Entries();
                }
            };
        }

        private final class Entries implements Iterator<Entry<String, V>> {
            private int next;

            @Override
            public boolean hasNext() {
                return next < fields.size();
            }

            @Override
            public Entry<String, V> next() {
                if (!hasNext()) throw new NoSuchElementException("no more than " + next + " members");
                var entry = Map.entry(fields.key(next), view.apply(fields.value(next)));
                next++;
                return entry;
            }
        }
    }
}
