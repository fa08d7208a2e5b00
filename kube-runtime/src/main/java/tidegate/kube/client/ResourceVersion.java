package tidegate.kube.client;

import tidegate.api.json.Json;

/**
 * A point in the history of a collection.
 *
 * <p>Since Kubernetes 1.35 versions of one resource are documented as comparable decimal numbers of any length (older
 * servers behaved so). What does not look like one compares with nothing but itself: whoever asks whether it is recent
 * enough then hears no, and waits.
 *
 * @param text as on the wire; {@code ""} when unknown
 */
public record ResourceVersion(String text) {
    public static final ResourceVersion UNKNOWN = new ResourceVersion("");

    /** The version that an object, or a list, carries in its metadata. */
    public static ResourceVersion of(Json objectOrList) {
        return new ResourceVersion(
                objectOrList.at("metadata", "resourceVersion").stringOrEmpty());
    }

    public boolean isKnown() {
        return !text.isEmpty();
    }

    /** True only if this is surely not older than the other; false where that cannot be told. */
    public boolean isAtLeast(ResourceVersion other) {
        if (!isKnown() || !other.isKnown()) return false;
        return text.equals(other.text) || (isNumber() && other.isNumber() && compareNumbers(other) >= 0);
    }

    /** True only if this is surely older than the other; false where that cannot be told. */
    public boolean isOlderThan(ResourceVersion other) {
        return isNumber() && other.isNumber() && compareNumbers(other) < 0;
    }

    /** The later of two; where that cannot be told, the given one, as it came last. */
    public ResourceVersion orLater(ResourceVersion other) {
        return other.isOlderThan(this) || !other.isKnown() ? this : other;
    }

    private int compareNumbers(ResourceVersion other) {
        int byLength = Integer.compare(text.length(), other.text.length());
        return byLength != 0 ? byLength : text.compareTo(other.text);
    }

    private boolean isNumber() {
        if (text.isEmpty() || text.charAt(0) == '0') return false;
        return text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    @Override
    public String toString() {
        return text;
    }
}
