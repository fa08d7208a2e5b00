package tidegate.api.json;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The plain values of a JSON array. */
final class Items {
    static final Items NONE = new Items(new Object[0]);

    private final Object[] values;
    /** 0 until asked for; a race computes it twice. */
    private int hash;

    private Items(Object[] values) {
        this.values = values;
    }

    /** Takes the array as it is. */
    static Items of(Object[] values) {
        return values.length == 0 ? NONE : new Items(values);
    }

    int size() {
        return values.length;
    }

    Object get(int index) {
        return values[index];
    }

    /** A view that makes of each value what is asked for whenever it is asked for. */
    <V> List<V> asList(Function<Object, V> view) {
        return new View<>(values, view);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Items items && Arrays.equals(values, items.values));
    }

    @Override
    public int hashCode() {
        if (hash == 0) hash = Arrays.hashCode(values);
        return hash;
    }

    private static final class View<V> extends AbstractList<V> implements RandomAccess {
        private final Object[] values;
        private final Function<Object, V> view;

        View(Object[] values, Function<Object, V> view) {
            this.values = values;
            this.view = view;
        }

        @Override
        public V get(int index) {
            return view.apply(values[index]);
        }

        @Override
        public int size() {
            return values.length;
        }
    }
}
