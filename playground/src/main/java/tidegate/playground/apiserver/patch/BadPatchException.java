package tidegate.playground.apiserver.patch;

/** A patch that cannot be read, or does not fit the document. */
public final class BadPatchException extends RuntimeException {
    private final boolean malformed;

    private BadPatchException(String message, boolean malformed) {
        super(message);
        this.malformed = malformed;
    }

    static BadPatchException malformed(String message) {
        return new BadPatchException(message, true);
    }

    static BadPatchException cannotApply(String message) {
        return new BadPatchException(message, false);
    }

    /** The patch itself is wrong, whatever the document. */
    public boolean isMalformed() {
        return malformed;
    }
}
