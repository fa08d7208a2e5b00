package tidegate.cli.client;

/** How a patch body is to be read. */
public enum PatchKind {
    MERGE("application/merge-patch+json"),
    JSON("application/json-patch+json");

    private final String contentType;

    PatchKind(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }
}
