package tidegate.playground.apiserver.store;

import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** One version of one object. The tree is never changed once it is here: copy it first. */
public final class Stored {
    private final Key key;
    private final long version;
    private final ObjectNode tree;
    private volatile byte @Nullable [] json;
    private volatile byte @Nullable [] item;

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

    /** Its JSON without kind and apiVersion, as the lists of built-in kinds have it. Made once. */
    public byte[] item() {
        byte[] made = item;
        if (made == null) {
            made = Tree.bytes(withoutType(tree));
            item = made;
        }
        return made;
    }

    /** The members without {@code kind} and {@code apiVersion}; shares them. */
    public static ObjectNode withoutType(ObjectNode object) {
        ObjectNode rest = Tree.object();
        object.properties().forEach(member -> {
            if (!member.getKey().equals("kind") && !member.getKey().equals("apiVersion"))
                rest.set(member.getKey(), member.getValue());
        });
        return rest;
    }

    /** The same object as of another version, as a watch tells of one that no longer matches. */
    public Stored at(long other) {
        ObjectNode copy = tree.deepCopy();
        Meta.of(copy).put("resourceVersion", Long.toString(other));
        return new Stored(key, other, copy);
    }
}
