package tidegate.playground.apiserver.tree;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Amounts of resources in the form in which the API writes them: {@code 0.5} as {@code 500m}, {@code 1024Mi} as
 * {@code 1Gi}. The family of the suffix stays; the mantissa is an integer, the suffix as large as that allows.
 */
public final class Quantities {
    private static final Pattern QUANTITY = Pattern.compile(
            "^([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\\d+)?$");
    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    private static final int DECIMAL_ONE = 3;
    private static final BigDecimal STEP = BigDecimal.valueOf(1024);

    private Quantities() {}

    /** The canonical string; what is no quantity stays as it is. */
    public static JsonNode canonical(JsonNode value) {
        if (!value.isString() && !value.isNumber()) return value;
        Matcher matcher = QUANTITY.matcher(value.asString());
        if (!matcher.matches()) return value;
        BigDecimal mantissa = new BigDecimal(matcher.group(1));
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        if (suffix.length() == 2 && suffix.charAt(1) == 'i') return Tree.string(binary(mantissa, suffix));
        if (suffix.length() > 1) {
            int exponent = Integer.parseInt(suffix.substring(1).replace("+", ""));
            return Tree.string(exponential(mantissa.scaleByPowerOfTen(exponent)));
        }
        return Tree.string(decimal(mantissa.scaleByPowerOfTen(powerOf(suffix)), DECIMAL.length - 1));
    }

    private static int powerOf(String suffix) {
        for (int i = 0; i < DECIMAL.length; i++) if (DECIMAL[i].equals(suffix)) return (i - DECIMAL_ONE) * 3;
        return 0;
    }

    private static String binary(BigDecimal mantissa, String suffix) {
        int power = 0;
        while (!BINARY[power].equals(suffix)) power++;
        BigDecimal amount = mantissa.multiply(STEP.pow(power));
        boolean small = amount.abs().compareTo(STEP) < 0;
        if (small || amount.stripTrailingZeros().scale() > 0) return decimal(amount, DECIMAL.length - 1);
        int best = 0;
        BigDecimal scaled = amount;
        while (best < BINARY.length - 1 && scaled.remainder(STEP).signum() == 0) {
            scaled = scaled.divideToIntegralValue(STEP);
            best++;
        }
        return scaled.toBigInteger() + BINARY[best];
    }

    private static String decimal(BigDecimal amount, int largest) {
        if (amount.signum() == 0) return "0";
        for (int i = largest; i >= 0; i--) {
            BigDecimal scaled = amount.scaleByPowerOfTen(-(i - DECIMAL_ONE) * 3);
            if (scaled.stripTrailingZeros().scale() <= 0) return scaled.toBigInteger() + DECIMAL[i];
        }
        BigInteger nanos =
                amount.scaleByPowerOfTen(9).setScale(0, RoundingMode.UP).toBigInteger();
        return nanos + "n";
    }

    private static String exponential(BigDecimal amount) {
        if (amount.signum() == 0) return "0";
        BigDecimal plain = amount.stripTrailingZeros();
        int exponent = Math.floorDiv(-plain.scale(), 3) * 3;
        BigInteger mantissa = plain.scaleByPowerOfTen(-exponent).toBigInteger();
        return exponent == 0 ? mantissa.toString() : mantissa + "e" + exponent;
    }
}
