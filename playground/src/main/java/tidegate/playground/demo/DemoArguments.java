package tidegate.playground.demo;

/**
 * @param on which control plane
 * @param tour whether to walk through the stations
 */
record DemoArguments(On on, boolean tour) {
    /** Where the demo runs. */
    enum On {
        EMBEDDED("embedded"),
        CONTROL_PLANE("control-plane"),
        KUBECONFIG("kubeconfig");

        final String word;

        On(String word) {
            this.word = word;
        }

        static On of(String word) {
            for (On one : values()) if (one.word.equals(word)) return one;
            throw new IllegalArgumentException(
                    "--on: '" + word + "' (expected: embedded, control-plane or kubeconfig)");
        }
    }

    /** @throws IllegalArgumentException naming the argument that is wrong and what was expected */
    static DemoArguments of(String... arguments) {
        On on = On.EMBEDDED;
        boolean tour = true;
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--no-tour")) tour = false;
            else if (argument.startsWith("--on=")) on = On.of(argument.substring("--on=".length()));
            else if (argument.equals("--on") && i + 1 < arguments.length) on = On.of(arguments[++i]);
            else
                throw new IllegalArgumentException(
                        "argument '" + argument + "' (expected: --on embedded|control-plane|kubeconfig, --no-tour)");
        }
        return new DemoArguments(on, tour);
    }
}
