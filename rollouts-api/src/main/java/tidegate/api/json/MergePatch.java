package tidegate.api.json;

/** The JSON merge patch (RFC 7386) that leads from one value to another. */
public final class MergePatch {
    private MergePatch() {}

    /**
     * The smallest patch: {@code from.merged(between(from, to))} equals {@code to}. {@code {}} when nothing differs.
     * Lists are replaced whole. A member that is null in {@code to} counts as absent, as merge patches cannot store it.
     */
    public static Json between(Json from, Json to) {
        if (!from.isObject() || !to.isObject()) return to;
        Json patch = Json.EMPTY_OBJECT;
        for (String key : from.members().keySet())
            if (to.get(key).isNullOrMissing() && !from.get(key).isNullOrMissing()) patch = patch.with(key, Json.NULL);
        for (var entry : to.members().entrySet()) {
            Json was = from.get(entry.getKey());
            Json becomes = entry.getValue();
            if (becomes.isNullOrMissing() || becomes.equals(was)) continue;
            patch = patch.with(entry.getKey(), was.isNullOrMissing() ? becomes : between(was, becomes));
        }
        return patch;
    }

    /** Two patches as one that does what they do one after the other: a null stays a null. */
    public static Json combined(Json first, Json second) {
        if (!first.isObject() || !second.isObject()) return second;
        Json both = first;
        for (var entry : second.members().entrySet())
            both = both.with(entry.getKey(), combined(first.get(entry.getKey()), entry.getValue()));
        return both;
    }
}
