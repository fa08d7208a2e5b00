package tidegate.kube.client;

/**
 * How to delete one object.
 *
 * @param uid only the object with this UID; {@code ""} for any. A conflict otherwise
 * @param version only at this version; UNKNOWN for any. A conflict otherwise
 */
public record DeleteRequest(String uid, ResourceVersion version, Propagation propagation, WriteMode mode) {
    /** What happens to the objects that it owns. */
    public enum Propagation {
        BACKGROUND("Background"),
        FOREGROUND("Foreground"),
        ORPHAN("Orphan");

        private final String wire;

        Propagation(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    /** Deletes that very object, its dependents in the background. */
    public static DeleteRequest ofUid(String uid) {
        return new DeleteRequest(uid, ResourceVersion.UNKNOWN, Propagation.BACKGROUND, WriteMode.STORE);
    }

    /** Deletes that very object only as it was seen. */
    public DeleteRequest onVersion(ResourceVersion seen) {
        return new DeleteRequest(uid, seen, propagation, mode);
    }

    public DeleteRequest with(Propagation other) {
        return new DeleteRequest(uid, version, other, mode);
    }
}
