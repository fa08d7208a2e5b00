package tidegate.kube.informer;

/** What a handler is told. Between two calls for one key several changes may have become one. */
public sealed interface Change<T> {
    /** Which object. */
    ObjectKey key();

    record Added<T>(Entry<T> now) implements Change<T> {
        @Override
        public ObjectKey key() {
            return now.key();
        }
    }

    /** The same object (by UID) at another resourceVersion. */
    record Updated<T>(Entry<T> before, Entry<T> now) implements Change<T> {
        @Override
        public ObjectKey key() {
            return now.key();
        }
    }

    /** Deleted, no longer selected, or gone from a fresh list. */
    record Removed<T>(Entry<T> last) implements Change<T> {
        @Override
        public ObjectKey key() {
            return last.key();
        }
    }

    /** It exists in a form that the parser refused; what was known of it is no longer in the store. */
    record Unreadable<T>(UnreadableObject what) implements Change<T> {
        @Override
        public ObjectKey key() {
            return what.key();
        }
    }
}
