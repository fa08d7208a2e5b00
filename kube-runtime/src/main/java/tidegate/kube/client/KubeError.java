package tidegate.kube.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;

/**
 * Why the API did not do what was asked.
 *
 * <p>{@link #message} is the server's own sentence where there is one. {@link #retry} says what repeating the same call
 * can achieve.
 */
public sealed interface KubeError {
    String message();

    /** What repeating can achieve. */
    enum Retry {
        /** The same call may succeed later. */
        SAME_CALL,
        /** Read again, decide again: the call was based on something that changed. */
        AFTER_READING,
        /** The same call is refused until somebody changes permissions, the object or the server. */
        POINTLESS
    }

    /** 409 Conflict: the object is not at the version the write was based on. */
    record Conflict(String message) implements KubeError {}

    /** 404: no such object, kind or path. */
    record NotFound(String message) implements KubeError {}

    /** 409 AlreadyExists: the name is taken. */
    record AlreadyExists(String message) implements KubeError {}

    /** 410: the version is too old, or of a history that the server no longer has: list again. */
    record Gone(String message) implements KubeError {}

    /** 400 or 422: the server understood and refused the content. */
    record Invalid(String message, List<Cause> causes) implements KubeError {}

    /** 403: not permitted, or the quota or an admission rule says no. */
    record Forbidden(String message) implements KubeError {}

    /** 401: who we are was not accepted. */
    record Unauthorized(String message) implements KubeError {}

    /** 429: the server is busy. */
    record TooManyRequests(String message, Optional<Duration> retryAfter) implements KubeError {}

    /**
     * No answer, or a 5xx: a write may or may not have happened.
     *
     * @param retryAfter what the server asked for
     */
    record Transient(String message, Optional<Duration> retryAfter) implements KubeError {}

    /** Any other refusal. */
    record Refused(String message, int code, String reason) implements KubeError {}

    /** One field of an {@link Invalid} object. */
    record Cause(String field, String reason, String message) {}

    default Retry retry() {
        return switch (this) {
            case TooManyRequests _, Transient _ -> Retry.SAME_CALL;
            case Conflict _, AlreadyExists _, NotFound _, Gone _ -> Retry.AFTER_READING;
            case Invalid _, Forbidden _, Unauthorized _, Refused _ -> Retry.POINTLESS;
        };
    }

    /** How long the server asked us to stay away; empty where it said nothing. */
    default Optional<Duration> notBefore() {
        return switch (this) {
            case TooManyRequests busy -> busy.retryAfter();
            case Transient unanswered -> unanswered.retryAfter();
            case Conflict _, AlreadyExists _, NotFound _, Gone _, Invalid _, Forbidden _, Unauthorized _, Refused _ ->
                Optional.empty();
        };
    }

    /** True when nobody can tell whether the write happened. */
    default boolean leavesTheWriteInDoubt() {
        return this instanceof Transient;
    }

    /**
     * Reads a refusal.
     *
     * @param code the HTTP status, or the {@code code} of a Status inside a watch
     * @param body the Status object, or anything else a proxy may answer
     * @param retryAfter the Retry-After header; a Status may carry one too
     */
    static KubeError of(int code, Json body, Optional<Duration> retryAfter) {
        String reason = body.get("reason").stringOrEmpty();
        String message = messageOf(code, body);
        Optional<Duration> wait = retryAfter.or(() -> retryAfterOf(body));
        if (causesOf(body).stream().anyMatch(cause -> cause.reason().equals("ResourceVersionTooLarge")))
            return new Gone(message);
        return switch (code) {
            case 400, 422 -> new Invalid(message, causesOf(body));
            case 401 -> new Unauthorized(message);
            case 403 -> new Forbidden(message);
            case 404 -> new NotFound(message);
            case 409 -> reason.equals("AlreadyExists") ? new AlreadyExists(message) : new Conflict(message);
            case 410 -> new Gone(message);
            case 429 -> new TooManyRequests(message, wait);
            default -> code >= 500 ? new Transient(message, wait) : new Refused(message, code, reason);
        };
    }

    private static String messageOf(int code, Json body) {
        String said = body.get("message").stringOrEmpty();
        return said.isEmpty() ? "the server answered " + code : said;
    }

    private static Optional<Duration> retryAfterOf(Json body) {
        var seconds = body.at("details", "retryAfterSeconds").longInteger();
        return seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsLong())) : Optional.empty();
    }

    private static List<Cause> causesOf(Json body) {
        return body.at("details", "causes").elements().stream()
                .map(cause -> new Cause(
                        cause.get("field").stringOrEmpty(),
                        cause.get("reason").stringOrEmpty(),
                        cause.get("message").stringOrEmpty()))
                .toList();
    }
}
