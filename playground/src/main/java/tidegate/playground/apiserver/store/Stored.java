package tidegate.playground.apiserver.store;

import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** One version of one object. The tree is never changed once it is here: copy it first. */
public final class Stored {
    private final Key key;
    private final long version;
    private final ObjectNode tree;
    private volatile byte @Nullable [] json;

    Stored(Key key, long version, ObjectNode tree) {
        this.key = key;
        this.version = version;
        this.tree = tree;
    }

    public Key key() {
        return key;
    }

    public long version() {
        return version;
    }

    /** The stored tree itself; callers only read it. */
    public ObjectNode tree() {
        return tree;
    }

    public ObjectNode copy() {
        return tree.deepCopy();
    }

    /** Its JSON, made once for all lists and watches. */
    public byte[] json() {
        byte[] made = json;
        if (made == null) {
            made = Tree.bytes(tree);
            json = made;
        }
        return made;
    }
}
