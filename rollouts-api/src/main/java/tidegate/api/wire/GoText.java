package tidegate.api.wire;

/** Text as Go's {@code %q} writes it: condition messages and events quote names that way. */
public final class GoText {
    private GoText() {}

    /** The text in double quotes; quotes, backslashes and what cannot be printed are escaped. */
    public static String quoted(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> appendQuoted(out, point));
        return out.append('"').toString();
    }

    private static void appendQuoted(StringBuilder out, int point) {
        switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0b -> out.append("\\v");
            default -> appendPlain(out, point);
        }
    }

    private static void appendPlain(StringBuilder out, int point) {
        if (point < ' ' || point == 0x7f) out.append(String.format("\\x%02x", point));
        else if (isPrintable(point)) out.appendCodePoint(point);
        else out.append(point > 0xffff ? String.format("\\U%08x", point) : String.format("\\u%04x", point));
    }

    /** Letters, marks, numbers, punctuation, symbols and the ASCII space, as Go's unicode tables have it. */
    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }
}
