package tidegate.system.bench;

import java.util.List;

/** The objects most scenarios begin with, as YAML. */
public final class Manifests {
    private Manifests() {}

    /**
     * A Rollout with a canary strategy whose pods run {@code demo:<tag>}.
     *
     * @param steps each the YAML of one step, {@code setWeight: 20}; none for a plain rolling update
     */
    public static String canary(String name, int replicas, String tag, String... steps) {
        return canaryWith(name, replicas, tag, "", "", steps);
    }

    /**
     * {@link #canary} with more fields.
     *
     * @param spec lines below {@code spec}, indented by two
     * @param strategy lines below {@code spec.strategy.canary}, indented by six
     */
    public static String canaryWith(
            String name, int replicas, String tag, String spec, String strategy, String... steps) {
        var text = new StringBuilder("""
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata:
                  name: %1$s
                spec:
                  replicas: %2$d
                  selector:
                    matchLabels: {app: %1$s}
                  template:
                    metadata:
                      labels: {app: %1$s}
                    spec:
                      containers:
                        - name: %1$s
                          image: demo:%3$s
                %4$s  strategy:
                    canary:
                %5$s""".formatted(name, replicas, tag, lines(spec), lines(strategy)));
        if (steps.length == 0) {
            return strategy.isBlank() ? text.toString().stripTrailing() + " {}\n" : text.toString();
        }
        text.append("      steps:\n");
        for (String step : List.of(steps))
            text.append("        - ").append(step).append('\n');
        return text.toString();
    }

    /**
     * A blue-green Rollout whose pods run {@code demo:<tag>}, with its Services {@code <name>-active} and
     * {@code <name>-preview}.
     *
     * @param fields each the YAML of one field of the strategy
     */
    public static String blueGreen(String name, int replicas, String tag, String... fields) {
        return blueGreenWith(name, replicas, tag, "", fields);
    }

    /**
     * {@link #blueGreen} with more fields.
     *
     * @param spec lines below {@code spec}, indented by two
     */
    public static String blueGreenWith(String name, int replicas, String tag, String spec, String... fields) {
        return service(name + "-active", name) + "---\n" + service(name + "-preview", name) + "---\n"
                + bareBlueGreen(name, replicas, tag, spec, fields);
    }

    /** {@link #blueGreenWith} without its Services. */
    public static String bareBlueGreen(String name, int replicas, String tag, String spec, String... fields) {
        var strategy = new StringBuilder("    blueGreen:\n")
                .append("      activeService: " + name + "-active\n")
                .append("      previewService: " + name + "-preview\n");
        for (String field : fields) strategy.append("      ").append(field).append('\n');
        String canary = canaryWith(name, replicas, tag, spec, "");
        return canary.replace("    canary: {}\n", strategy);
    }

    /** A Service in front of a Rollout's pods. */
    public static String service(String name, String app) {
        return """
                apiVersion: v1
                kind: Service
                metadata:
                  name: %s
                spec:
                  selector: {app: %s}
                  ports: [{port: 80, targetPort: 8080}]
                """.formatted(name, app);
    }

    /** A Deployment whose pods run {@code demo:<tag>}. */
    public static String deployment(String name, int replicas, String app, String tag) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: %1$s
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %3$s}}
                  template:
                    metadata:
                      labels: {app: %3$s}
                    spec:
                      containers: [{name: %3$s, image: "demo:%4$s"}]
                """.formatted(name, replicas, app, tag);
    }

    private static String lines(String text) {
        return text.isBlank() ? "" : text.stripTrailing() + "\n";
    }
}
