package tidegate.rollout.plan.seen;

/**
 * A write of an earlier pass that failed and is being retried; told until it succeeds or is not due any more.
 *
 * @param about what was to be written, such as {@code Service "web-canary"}
 * @param error the answer, without anything that differs from attempt to attempt
 */
public record Trouble(String about, String error) {}
