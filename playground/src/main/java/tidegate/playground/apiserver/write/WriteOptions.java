package tidegate.playground.apiserver.write;

import java.util.List;

/**
 * How a write shall be done.
 *
 * @param dryRun everything but storing it
 * @param manager who owns what is written, never empty
 * @param force an apply takes over what others own
 * @param warnings where to say what was dropped
 */
public record WriteOptions(
        boolean dryRun, String manager, FieldValidation validation, boolean force, List<String> warnings) {
    /** What to do about fields that are unknown or given twice. */
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }
}
