package tidegate.cli.client;

import tidegate.api.json.Json;
import tidegate.api.json.JsonException;

/** The API answered a call with something else than success. The message is the server's own where it sent one. */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;

    private final int status;
    private final String reason;
    private final boolean namesAnObject;

    private ApiFailure(int status, String reason, String message, boolean namesAnObject) {
        super(message);
        this.status = status;
        this.reason = reason;
        this.namesAnObject = namesAnObject;
    }

    /**
     * The failure that an answer means.
     *
     * @param resource as in {@code rollouts.argoproj.io}, for answers that name nothing
     */
    static ApiFailure of(int status, byte[] body, String resource) {
        Json answer = parsed(body);
        String message =
                answer.get("message").stringOrEmpty().replace('\n', ' ').strip();
        boolean namesAnObject = !answer.at("details", "name").stringOrEmpty().isEmpty();
        return new ApiFailure(
                status,
                answer.get("reason").stringOrEmpty(),
                message(status, message, namesAnObject, resource),
                namesAnObject);
    }

    /** As {@link #of}, from a {@code Status} that arrived as a watch event. */
    static ApiFailure ofEvent(Json status, String resource) {
        return of(status.get("code").integer().orElse(0), status.toBytes(), resource);
    }

    public static ApiFailure notFound(String resource, String name) {
        return new ApiFailure(NOT_FOUND, "NotFound", resource + " \"" + name + "\" not found", true);
    }

    private static Json parsed(byte[] body) {
        try {
            return Json.parse(body);
        } catch (JsonException _) {
            return Json.MISSING;
        }
    }

    private static String message(int status, String message, boolean namesAnObject, String resource) {
        if (status == NOT_FOUND && !namesAnObject)
            return "the server does not serve " + resource + " (are the CRDs of Argo Rollouts installed?)";
        if (status == 401) return "the server did not accept the credentials (Unauthorized)";
        return message.isEmpty() ? "the server answered " + status + " for " + resource : message;
    }

    public int status() {
        return status;
    }

    /** Machine-readable word of the server, {@code ""} without one. */
    public String reason() {
        return reason;
    }

    public boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /** The server knows no such resource at all: its CRD is missing. */
    public boolean isUnknownResource() {
        return status == NOT_FOUND && !namesAnObject;
    }

    public boolean isForbidden() {
        return status == 403;
    }

    public boolean isConflict() {
        return status == CONFLICT;
    }

    /** The version to watch from is no longer kept. */
    boolean isGone() {
        return status == GONE;
    }
}
