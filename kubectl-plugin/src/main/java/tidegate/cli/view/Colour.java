package tidegate.cli.view;

/** Colours of the terminal. Every piece that may have one is wrapped, as the peer does, even in the default colour. */
enum Colour {
    NONE(-1),
    DEFAULT(0),
    RED(31),
    GREEN(32),
    YELLOW(33),
    BRIGHT_BLUE(94);

    private final int code;

    Colour(int code) {
        this.code = code;
    }

    String paint(String text) {
        return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** The colour of a role that a ReplicaSet or image has. */
    static Colour ofTag(String tag) {
        return switch (tag) {
            case "canary" -> YELLOW;
            case "stable", "active" -> GREEN;
            case "preview", "ping", "pong" -> BRIGHT_BLUE;
            default -> DEFAULT;
        };
    }
}
