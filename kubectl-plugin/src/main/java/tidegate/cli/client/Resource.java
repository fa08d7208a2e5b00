package tidegate.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tidegate.api.wire.CustomResource;

/** The resources that the command line reads or writes, and their paths. */
public enum Resource {
    ROLLOUTS(CustomResource.ROLLOUT),
    EXPERIMENTS(CustomResource.EXPERIMENT),
    ANALYSIS_RUNS(CustomResource.ANALYSIS_RUN),
    REPLICA_SETS("apps", "v1", "replicasets", "replicaset"),
    DEPLOYMENTS("apps", "v1", "deployments", "deployment"),
    PODS("", "v1", "pods", "pod"),
    POD_TEMPLATES("", "v1", "podtemplates", "podtemplate");

    private final String group;
    private final String version;
    private final String plural;
    private final String singular;

    Resource(CustomResource custom) {
        this(CustomResource.GROUP, CustomResource.VERSION, custom.plural(), custom.singular());
    }

    Resource(String group, String version, String plural, String singular) {
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.singular = singular;
    }

    /** As in {@code rollouts.argoproj.io}. */
    public String fullName() {
        return inGroup(plural);
    }

    /** As in {@code rollout.argoproj.io}: how messages about one object start. */
    public String singularName() {
        return inGroup(singular);
    }

    private String inGroup(String word) {
        return group.isEmpty() ? word : word + "." + group;
    }

    /** Path of all objects of a namespace; of all namespaces for {@code ""}. */
    String collection(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return namespace.isEmpty() ? root + "/" + plural : root + "/namespaces/" + segment(namespace) + "/" + plural;
    }

    String object(String namespace, String name) {
        return collection(namespace) + "/" + segment(name);
    }

    /** @throws ConnectionProblem for what can never be the name of an object and would change the path */
    private static String segment(String name) {
        boolean isUsable = !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && !name.contains("/")
                && !name.contains("%");
        if (!isUsable)
            throw new ConnectionProblem("invalid name \"" + name + "\" (expected: not empty, without '/' and '%')");
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
