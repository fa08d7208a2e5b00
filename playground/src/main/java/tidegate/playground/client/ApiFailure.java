package tidegate.playground.client;

import java.net.ConnectException;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;

/**
 * A call that the API refused, or that got no answer.
 *
 * <p>{@link #mayPass} says whether the same call may succeed later without anybody changing it.
 */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    private ApiFailure(int code, String reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.reason = reason;
    }

    /** A refusal with the API's own Status body, or whatever a proxy in between sent instead. */
    static ApiFailure refused(String call, int code, String body) {
        Json status = statusIn(body);
        String reason = status.get("reason").stringOrEmpty();
        String said = status.get("message").string().orElse(body.isBlank() ? "no body" : body.strip());
        return new ApiFailure(code, reason, call + ": " + code + " " + reason + ": " + said, null);
    }

    /** A call without an answer: refused connection, time-out, broken stream. Whether it took effect is unknown. */
    public static ApiFailure unanswered(String call, Throwable cause) {
        return new ApiFailure(0, "", call + ": no answer: " + described(cause), cause);
    }

    /** The JDK's client says "refused" by a type alone. */
    private static String described(Throwable cause) {
        return cause instanceof ConnectException && cause.getMessage() == null
                ? "connection refused"
                : cause.toString();
    }

    private static Json statusIn(String body) {
        try {
            return Json.parse(body);
        } catch (RuntimeException notJson) {
            return Json.MISSING;
        }
    }

    /** The HTTP status; 0 if there was no answer. */
    public int code() {
        return code;
    }

    /** The reason of the Status body, as in {@code AlreadyExists}; {@code ""} without one. */
    public String reason() {
        return reason;
    }

    public boolean isNotFound() {
        return code == 404;
    }

    /** The object is newer than the writer believed. */
    public boolean isConflict() {
        return code == 409 && !isAlreadyExists();
    }

    public boolean isAlreadyExists() {
        return reason.equals("AlreadyExists");
    }

    /** The resourceVersion asked for is older than what the API still remembers. */
    public boolean isGone() {
        return code == 410;
    }

    public boolean mayPass() {
        return code == 0 || code == 409 || code == 429 || code >= 500;
    }
}
