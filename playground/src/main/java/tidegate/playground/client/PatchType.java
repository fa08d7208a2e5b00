package tidegate.playground.client;

/** How the body of a patch is meant. */
public enum PatchType {
    MERGE("application/merge-patch+json"),
    JSON("application/json-patch+json"),
    STRATEGIC("application/strategic-merge-patch+json"),
    APPLY("application/apply-patch+yaml");

    final String mediaType;

    PatchType(String mediaType) {
        this.mediaType = mediaType;
    }
}
