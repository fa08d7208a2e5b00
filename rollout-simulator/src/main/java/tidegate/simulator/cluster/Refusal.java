package tidegate.simulator.cluster;

import java.time.Duration;
import java.util.Optional;

/** Why the API did not do what it was asked for, or did not say that it did. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What the caller is told. */
    public enum Kind {
        CONFLICT,
        ALREADY_EXISTS,
        NOT_FOUND,
        INVALID,
        FORBIDDEN,
        TOO_MANY_REQUESTS,
        /** 5xx, or no answer at all: it may or may not have been done. */
        NO_ANSWER
    }

    private final Kind kind;
    private final transient Optional<Duration> retryAfter;

    public Refusal(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    public Refusal(Kind kind, String message, Optional<Duration> retryAfter) {
        super(message, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
