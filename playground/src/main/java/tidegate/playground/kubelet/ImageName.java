package tidegate.playground.kubelet;

/** A container image's name; only its tag says what the container does. */
record ImageName(String text) {

    /** {@code latest} where the name has none. */
    String tag() {
        String named = text.contains("@") ? text.substring(0, text.indexOf('@')) : text;
        int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
        return colon < 0 ? "latest" : named.substring(colon + 1);
    }

    boolean isMissing() {
        return tag().startsWith("missing-");
    }

    boolean crashes() {
        return tag().startsWith("crash-");
    }

    boolean isSlow() {
        return tag().startsWith("slow-");
    }
}
