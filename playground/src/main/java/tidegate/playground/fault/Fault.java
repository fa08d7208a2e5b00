package tidegate.playground.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What may go wrong with one call or one watch. */
public sealed interface Fault {

    /** On which side of what the API does with the call. */
    enum Moment {
        /** The API never hears of it, or not yet. */
        BEFORE,
        /** The API has done it, and the client does not know, or not yet. */
        AFTER
    }

    /**
     * Answered in the API's place, which never hears of the call.
     *
     * @param reason of the Status body, {@code Conflict}
     * @param retryAfter for the header and the body, in whole seconds
     */
    record Refused(int code, String reason, String message, Optional<Duration> retryAfter) implements Fault {}

    /** The connection ends without an answer. */
    record Lost(Moment moment) implements Fault {}

    /** Goes on after a while, or when the rule is taken away. */
    record Delayed(Duration by) implements Fault {}

    /** Goes on when the rule is taken away, not before. */
    record Held(Moment moment) implements Fault {}

    /**
     * Versions are too old: a list is refused with 410, a watch is told so by its only event. Other calls pass.
     */
    record Expired() implements Fault {}

    /** A list leaves these objects out, as if they had never been. */
    record Omitted(Set<String> names) implements Fault {}

    /** A watch falls silent, wherever it stands; its events come in their order when the rule is taken away. */
    record EventsHeld() implements Fault {}

    /** A watch breaks off in place of the event after so many. */
    record WatchCut(int afterEvents) implements Fault {}

    static Fault conflict() {
        return new Refused(
                409,
                "Conflict",
                "the object has been modified; please apply your changes to the latest version and try again",
                Optional.empty());
    }

    static Fault tooManyRequests(Duration retryAfter) {
        return new Refused(
                429, "TooManyRequests", "the server has received too many requests", Optional.of(retryAfter));
    }

    static Fault internalError() {
        return new Refused(500, "InternalError", "Internal error occurred: told to fail", Optional.empty());
    }

    static Fault unavailable() {
        return new Refused(503, "ServiceUnavailable", "the server is currently unable to handle it", Optional.empty());
    }

    static Fault forbidden() {
        return new Refused(403, "Forbidden", "told to forbid it", Optional.empty());
    }

    static Fault lostBefore() {
        return new Lost(Moment.BEFORE);
    }

    static Fault lostAfter() {
        return new Lost(Moment.AFTER);
    }

    static Fault heldBefore() {
        return new Held(Moment.BEFORE);
    }

    static Fault heldAfter() {
        return new Held(Moment.AFTER);
    }
}
