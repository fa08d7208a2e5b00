package tidegate.kube.client;

import java.util.List;
import tidegate.api.json.Json;

/** A JSON merge patch (RFC 7386): members set, {@code null} removes, lists are replaced whole. */
public record MergePatch(Json body) implements Patch {
    /** This patch, refused with a conflict unless the object is still at the version. */
    public MergePatch onVersion(ResourceVersion version) {
        return new MergePatch(body.withAt(List.of("metadata", "resourceVersion"), version.text()));
    }

    @Override
    public String contentType() {
        return "application/merge-patch+json";
    }
}
