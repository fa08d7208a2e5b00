package tidegate.api.json;

/**
 * What {@link Json} holds where Java has no value of its own. All else is plain: {@code String}, {@code Boolean}, {@code
 * Integer} where it fits, {@code Long} where that fits, {@code BigInteger}, {@code Double}, {@link Fields}, {@link Items}.
 */
enum Plain {
    MISSING,
    NULL
}
