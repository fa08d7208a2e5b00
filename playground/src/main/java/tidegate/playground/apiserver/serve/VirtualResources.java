package tidegate.playground.apiserver.serve;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** Questions that are posted and answered, and never stored. Everybody may do everything here. */
enum VirtualResources {
    SELF_ACCESS("authorization.k8s.io", "SelfSubjectAccessReview", false),
    ACCESS("authorization.k8s.io", "SubjectAccessReview", false),
    LOCAL_ACCESS("authorization.k8s.io", "LocalSubjectAccessReview", true),
    SELF_RULES("authorization.k8s.io", "SelfSubjectRulesReview", false),
    SELF("authentication.k8s.io", "SelfSubjectReview", false),
    TOKEN("authentication.k8s.io", "TokenReview", false);

    private final String group;
    private final String kind;
    private final boolean namespaced;

    VirtualResources(String group, String kind, boolean namespaced) {
        this.group = group;
        this.kind = kind;
        this.namespaced = namespaced;
    }

    String kind() {
        return kind;
    }

    boolean namespaced() {
        return namespaced;
    }

    String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    String plural() {
        return singular() + "s";
    }

    static Set<String> groups() {
        return Arrays.stream(values()).map(each -> each.group).collect(Collectors.toSet());
    }

    static boolean serves(String group, String version) {
        return version.equals("v1") && groups().contains(group);
    }

    static List<VirtualResources> in(String group, String version) {
        return serves(group, version)
                ? Arrays.stream(values())
                        .filter(each -> each.group.equals(group))
                        .toList()
                : List.of();
    }

    static Optional<VirtualResources> find(String group, String version, String plural) {
        return in(group, version).stream()
                .filter(each -> each.plural().equals(plural))
                .findFirst();
    }

    /** The question with its answer. */
    ObjectNode answer(ObjectNode question) {
        ObjectNode answer = question.deepCopy();
        answer.put("kind", kind).put("apiVersion", group + "/v1");
        Meta.of(answer);
        ObjectNode status = answer.putObject("status");
        switch (this) {
            case SELF_ACCESS, ACCESS, LOCAL_ACCESS -> status.put("allowed", true);
            case SELF_RULES -> {
                ObjectNode rule = status.putArray("resourceRules").addObject();
                for (String all : new String[] {"verbs", "apiGroups", "resources"})
                    rule.putArray(all).add("*");
                ObjectNode paths = status.putArray("nonResourceRules").addObject();
                for (String all : new String[] {"verbs", "nonResourceURLs"})
                    paths.putArray(all).add("*");
                status.put("incomplete", false);
            }
            case SELF -> user(Tree.make(status, "userInfo"));
            case TOKEN -> {
                status.put("authenticated", true);
                user(Tree.make(status, "user"));
            }
        }
        return answer;
    }

    private static void user(ObjectNode user) {
        user.put("username", "playground-admin");
        user.putArray("groups").add("system:masters").add("system:authenticated");
    }
}
