package tidegate.playground.apiserver.write;

import tidegate.playground.apiserver.tree.Documents.Document;

/** A patch of one of the four kinds. */
public record Patch(Format format, Document document) {
    public enum Format {
        JSON_PATCH("application/json-patch+json"),
        MERGE("application/merge-patch+json"),
        STRATEGIC("application/strategic-merge-patch+json"),
        APPLY("application/apply-patch+yaml");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }
}
