package tidegate.api.hash;

import java.nio.charset.StandardCharsets;

/** FNV-1a with 32 bits, written with letters and digits that spell no words. */
final class SafeHash {
    private static final int OFFSET_BASIS = 0x811c9dc5;
    private static final int PRIME = 0x01000193;
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private int hash = OFFSET_BASIS;

    SafeHash plus(String text) {
        return plus(text.getBytes(StandardCharsets.UTF_8));
    }

    SafeHash plus(byte[] bytes) {
        for (byte each : bytes) hash = (hash ^ (each & 0xff)) * PRIME;
        return this;
    }

    int bits() {
        return hash;
    }

    /** The decimal digits of the hash, each replaced by a letter of the alphabet: at most ten characters. */
    String text() {
        var text = new StringBuilder(10);
        for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
            text.append(ALPHABET.charAt(digit % ALPHABET.length()));
        }
        return text.toString();
    }
}
