package tidegate.api.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;

/**
 * An amount of a Kubernetes resource: {@code 500m}, {@code 1.5Gi}, {@code 12e6}.
 *
 * <p>What is finer than {@code n} (a billionth) is rounded away from zero; binary amounts beyond 64 bits become the
 * largest that fits.
 *
 * @param amount the number itself
 * @param family which suffixes it was written with; equal amounts of different families differ as records, not as
 *     {@link #sameAmountAs amounts}
 */
public record Quantity(BigDecimal amount, Family family) {
    /** The kind of suffix. */
    public enum Family {
        /** {@code n u m k M G T P E}, or none. */
        DECIMAL,
        /** {@code Ki Mi Gi Ti Pi Ei}. */
        BINARY,
        /** {@code e3}, {@code E3}. */
        EXPONENT
    }

    private static final Pattern FORM =
            Pattern.compile("([+-]?)(\\d+\\.?\\d*|\\.\\d+)(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?\\d{1,9})");
    private static final String DECIMAL_SUFFIXES = "num kMGTPE";
    private static final String BINARY_SUFFIXES = " KMGTPE";
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final int NANO_DIGITS = 9;
    private static final int MAX_POWER = 100;

    /** Looking at a longer text would take time that grows faster than it does, and nobody means one. */
    private static final int MAX_LENGTH = 1024;

    /**
     * Reads a quantity.
     *
     * @throws MalformedValueException if the text is none
     */
    public static Quantity parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !form.matches()) throw malformed(Json.of(text));
        BigDecimal number = new BigDecimal(form.group(2));
        String suffix = form.group(3);
        Family family = familyOf(suffix);
        BigDecimal amount = rounded(
                switch (family) {
                    case DECIMAL -> number.scaleByPowerOfTen(decimalPower(suffix));
                    case BINARY ->
                        number.multiply(KIBI.pow(BINARY_SUFFIXES.indexOf(suffix.charAt(0))))
                                .min(LARGEST);
                    case EXPONENT -> scaled(number, Integer.parseInt(suffix.substring(1)));
                });
        return new Quantity(form.group(1).equals("-") ? amount.negate() : amount, family);
    }

    /**
     * Reads a quantity from a JSON text or number; {@code 0} if absent.
     *
     * @throws MalformedValueException if it is none
     */
    public static Quantity of(Json value) {
        if (value.isNullOrMissing()) return new Quantity(BigDecimal.ZERO, Family.DECIMAL);
        // a number too large for a double reads as infinite
        if (value.isNumber() && Double.isInfinite(value.number())) throw malformed(value);
        if (value.isNumber()) return parse(new BigDecimal(value.toString()).toPlainString());
        return parse(value.string().orElseThrow(() -> malformed(value)).strip());
    }

    private static Family familyOf(String suffix) {
        if (suffix.length() < 2) return Family.DECIMAL;
        return suffix.endsWith("i") ? Family.BINARY : Family.EXPONENT;
    }

    private static int decimalPower(String suffix) {
        return suffix.isEmpty() ? 0 : (DECIMAL_SUFFIXES.indexOf(suffix) - 3) * 3;
    }

    /** Keeps a huge exponent from costing memory: nobody owns a googol of anything. */
    private static BigDecimal scaled(BigDecimal number, int power) {
        return number.scaleByPowerOfTen(Math.clamp(power, -MAX_POWER, MAX_POWER));
    }

    private static BigDecimal rounded(BigDecimal amount) {
        return amount.scale() > NANO_DIGITS ? amount.setScale(NANO_DIGITS, RoundingMode.UP) : amount;
    }

    private static MalformedValueException malformed(Json found) {
        return new MalformedValueException(found, "a quantity such as 500m, 2, 64Mi or 1e3");
    }

    /**
     * A quantity as Kubernetes serialises it after reading it: {@linkplain #canonical canonical}, but for what it takes
     * for canonical at a glance, which is kept as written ({@code +1.500} stays). Hashes of pod templates depend on it.
     *
     * @throws MalformedValueException if the text is none
     */
    public static String serialised(Json value) {
        Quantity quantity = of(value);
        return value.string()
                .map(String::strip)
                .filter(text -> quantity.amount.signum() != 0 && looksCanonical(text))
                .orElseGet(quantity::canonical);
    }

    /** Kubernetes' quick test, digit for digit; it lets through a few texts that a full look would change. */
    private static boolean looksCanonical(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) return false;
        String[] digits = form.group(2).split("\\.", -1);
        String whole = digits[0].replaceFirst("^0+", "");
        String fraction = digits.length > 1 ? digits[1] : "";
        String suffix = form.group(3);
        return switch (familyOf(suffix)) {
            case DECIMAL -> looksDecimal(whole, fraction, decimalPower(suffix));
            case EXPONENT -> looksDecimal(whole, fraction, Integer.parseInt(suffix.substring(1)));
            case BINARY -> fraction.isEmpty() && looksBinary(whole, BINARY_SUFFIXES.indexOf(suffix.charAt(0)));
        };
    }

    private static boolean looksDecimal(String whole, String fraction, int power) {
        int scale = power - fraction.length();
        String digits = whole + fraction;
        return !whole.isEmpty()
                && digits.length() <= 18
                && scale >= -NANO_DIGITS
                && scale % 3 == 0
                && !digits.endsWith("000");
    }

    private static boolean looksBinary(String whole, int kibis) {
        int roomForDigits = 14 - whole.length() - kibis * 3;
        return roomForDigits >= 0 && Long.parseLong(whole) % 8 != 0;
    }

    /** Whether both are the same number, however they are written. */
    public boolean sameAmountAs(Quantity other) {
        return amount.compareTo(other.amount) == 0;
    }

    /** This amount without what is finer than a thousandth, rounded away from zero: what the API server keeps. */
    public Quantity roundedToMilli() {
        return amount.scale() <= 3 ? this : new Quantity(amount.setScale(3, RoundingMode.UP), family);
    }

    /**
     * The canonical text: the largest suffix of the family that leaves an integer. A binary amount below 1024, or with
     * a fraction, takes decimal suffixes.
     */
    public String canonical() {
        if (amount.signum() == 0) return "0";
        return switch (family) {
            case DECIMAL -> decimal();
            case EXPONENT -> exponent();
            case BINARY -> binary().orElseGet(this::decimal);
        };
    }

    private String decimal() {
        int power = Math.min(largestThousand(), 18);
        return mantissa(power) + suffix(DECIMAL_SUFFIXES, power / 3 + 3);
    }

    private String exponent() {
        int power = largestThousand();
        return mantissa(power) + (power == 0 ? "" : "e" + power);
    }

    /** The largest power of ten, a multiple of three, that divides the amount. */
    private int largestThousand() {
        return Math.floorDiv(-amount.stripTrailingZeros().scale(), 3) * 3;
    }

    private BigInteger mantissa(int power) {
        return amount.scaleByPowerOfTen(-power).toBigIntegerExact();
    }

    private Optional<String> binary() {
        if (amount.abs().compareTo(KIBI) < 0 || amount.stripTrailingZeros().scale() > 0) return Optional.empty();
        BigInteger mantissa = amount.toBigIntegerExact();
        int kibis = Math.min(mantissa.getLowestSetBit() / 10, BINARY_SUFFIXES.length() - 1);
        return Optional.of(mantissa.shiftRight(10 * kibis) + (kibis == 0 ? "" : suffix(BINARY_SUFFIXES, kibis) + "i"));
    }

    private static String suffix(String suffixes, int index) {
        return suffixes.substring(index, index + 1).strip();
    }

    @Override
    public String toString() {
        return canonical();
    }

    /** Also equal where the amounts have another scale: {@code 1} and {@code 1.0}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Quantity quantity && family == quantity.family && sameAmountAs(quantity);
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode() * 31 + family.hashCode();
    }
}
