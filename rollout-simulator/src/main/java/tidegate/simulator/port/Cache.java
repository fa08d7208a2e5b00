package tidegate.simulator.port;

import java.util.List;
import tidegate.api.json.Json;

/** A controller's local copy of one kind, told what a list or a watch would show. */
public interface Cache {
    /** Whether the object is among those it asked for. */
    boolean selects(Json object);

    /** A whole list: what is not in it is gone. */
    void list(List<Json> objects, long version);

    /** An object is there, or has another version. */
    void happened(Json object);

    /** An object is gone; it carries the version of its deletion. */
    void removed(Json object);
}
