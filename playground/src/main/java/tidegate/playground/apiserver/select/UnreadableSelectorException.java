package tidegate.playground.apiserver.select;

/** A selector in no known syntax. */
public final class UnreadableSelectorException extends RuntimeException {
    UnreadableSelectorException(String message) {
        super(message);
    }
}
