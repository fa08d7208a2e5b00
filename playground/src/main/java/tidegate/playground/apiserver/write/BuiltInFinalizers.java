package tidegate.playground.apiserver.write;

/** The finalizers that belong to the API itself. */
public final class BuiltInFinalizers {
    /** Keeps an owner until what blocks its deletion is gone. */
    public static final String FOREGROUND = "foregroundDeletion";

    /** Keeps an owner until what it owned no longer names it. */
    public static final String ORPHAN = "orphan";

    private BuiltInFinalizers() {}
}
