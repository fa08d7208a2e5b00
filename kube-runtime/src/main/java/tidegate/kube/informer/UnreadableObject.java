package tidegate.kube.informer;

import java.util.List;
import tidegate.api.json.Json;
import tidegate.kube.client.ResourceVersion;

/** An object that exists and that the parser refused. */
public record UnreadableObject(ObjectKey key, String uid, ResourceVersion version, List<String> ownerUids, String why) {
    static UnreadableObject of(Json object, String why) {
        Entry<String> entry = Entry.of(object, why);
        return new UnreadableObject(entry.key(), entry.uid(), entry.version(), entry.ownerUids(), why);
    }
}
