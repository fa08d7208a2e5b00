package tidegate.playground.apiserver.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.tree.Documents;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;

/** What is answered. */
sealed interface Reply {
    String JSON = "application/json";

    /**
     * @param warnings shown to the user by clients, as {@code Warning} headers
     * @param retryAfterSeconds 0 for no such header
     */
    record Body(int code, String contentType, byte[] bytes, List<String> warnings, long retryAfterSeconds)
            implements Reply {
        Body(int code, String contentType, byte[] bytes, List<String> warnings) {
            this(code, contentType, bytes, warnings, 0);
        }
    }

    /** An answer that is written as things happen. */
    record Stream(String contentType, Writing writing) implements Reply {}

    /** Writes until it is done or the client is gone. */
    interface Writing {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    /** The same in YAML, if it is JSON that is sent as a whole. */
    default Reply inYaml() {
        return this instanceof Body(var code, var type, var bytes, var warnings, var retryAfter) && type.equals(JSON)
                ? new Body(code, "application/yaml", Documents.yamlOf(bytes), warnings, retryAfter)
                : this;
    }

    static Body json(int code, JsonNode tree) {
        return new Body(code, JSON, Tree.bytes(tree), List.of());
    }

    static Body refusal(ApiFailure failure) {
        return new Body(failure.code(), JSON, Tree.bytes(failure.status()), List.of(), failure.retryAfterSeconds());
    }

    static Body text(int code, String text) {
        return new Body(code, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), List.of());
    }
}
