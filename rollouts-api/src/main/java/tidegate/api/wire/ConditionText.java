package tidegate.api.wire;

/**
 * What a condition says, without its times.
 *
 * @param type as in {@link ConditionType}
 * @param reason as in {@link Reasons}
 */
public record ConditionText(String type, ConditionStatus status, String reason, String message) {
    /** Whether a present condition with this type, status and reason stays untouched, message and times included. */
    public boolean saysTheSameAs(ConditionText other) {
        return type.equals(other.type) && status == other.status && reason.equals(other.reason);
    }
}
