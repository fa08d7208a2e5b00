package tidegate.playground.apiserver.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which names, labels and annotations an object may have. */
final class Names {
    private static final Pattern LABEL = Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");
    private static final Pattern SERVICE = Pattern.compile("^[a-z]([-a-z0-9]*[a-z0-9])?$");
    private static final Pattern QUALIFIED = Pattern.compile("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$");
    private static final Pattern LABEL_VALUE = Pattern.compile("^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$");

    private static final String SUBDOMAIN_RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                    + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
                    + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private static final String LABEL_RULE = "a lowercase RFC 1123 label must consist of lower case alphanumeric"
            + " characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or"
            + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private static final String SERVICE_RULE = "a DNS-1035 label must consist of lower case alphanumeric characters or"
            + " '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
            + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    private static final String QUALIFIED_RULE = "name part must consist of alphanumeric characters, '-', '_' or '.',"
            + " and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc',"
            + " regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static final String LABEL_VALUE_RULE = "a valid label must be an empty string or consist of alphanumeric"
            + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue', "
            + " or 'my_value',  or '12345', regex used for validation is"
            + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private static final Set<String> RBAC = Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    private static final String GENERATED = "bcdfghjklmnpqrstvwxz2456789";
    private static final int GENERATED_LENGTH = 5;
    private static final int LONGEST_BASE = 63 - GENERATED_LENGTH;

    private Names() {}

    static String generate(String base) {
        var name = new StringBuilder(base.length() > LONGEST_BASE ? base.substring(0, LONGEST_BASE) : base);
        var random = ThreadLocalRandom.current();
        for (int i = 0; i < GENERATED_LENGTH; i++) name.append(GENERATED.charAt(random.nextInt(GENERATED.length())));
        return name.toString();
    }

    static List<FieldError> check(String kind, ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        String name = Meta.name(object);
        if (name.isEmpty()) errors.add(FieldError.required("metadata.name", "name or generateName is required"));
        else checkName(kind, name, errors);
        labels(Tree.at(object, "metadata", "labels"), "metadata.labels", errors);
        for (String key :
                Meta.strings(Tree.at(object, "metadata", "annotations")).keySet())
            qualified(key, "metadata.annotations", errors);
        return errors;
    }

    private static void checkName(String kind, String name, List<FieldError> errors) {
        String quoted = '"' + name + '"';
        if (RBAC.contains(kind)) {
            if (name.equals(".") || name.equals("..") || name.contains("/") || name.contains("%"))
                errors.add(FieldError.invalid("metadata.name", quoted, "may not contain '/'"));
            return;
        }
        switch (kind) {
            case "Namespace" -> {
                if (name.length() > 63)
                    errors.add(FieldError.invalid("metadata.name", quoted, "must be no more than 63 characters"));
                if (!LABEL.matcher(name).matches()) errors.add(FieldError.invalid("metadata.name", quoted, LABEL_RULE));
            }
            case "Service" -> {
                if (name.length() > 63)
                    errors.add(FieldError.invalid("metadata.name", quoted, "must be no more than 63 characters"));
                if (!SERVICE.matcher(name).matches())
                    errors.add(FieldError.invalid("metadata.name", quoted, SERVICE_RULE));
            }
            default -> {
                if (name.length() > 253)
                    errors.add(FieldError.invalid("metadata.name", quoted, "must be no more than 253 characters"));
                if (!SUBDOMAIN.matcher(name).matches())
                    errors.add(FieldError.invalid("metadata.name", quoted, SUBDOMAIN_RULE));
            }
        }
    }

    private static void labels(@Nullable JsonNode labels, String path, List<FieldError> errors) {
        for (Map.Entry<String, String> label : Meta.strings(labels).entrySet()) {
            qualified(label.getKey(), path, errors);
            String value = label.getValue();
            if (value.length() > 63)
                errors.add(FieldError.invalid(path, '"' + value + '"', "must be no more than 63 bytes"));
            if (!LABEL_VALUE.matcher(value).matches())
                errors.add(FieldError.invalid(path, '"' + value + '"', LABEL_VALUE_RULE));
        }
    }

    private static void qualified(String key, String path, List<FieldError> errors) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        if (slash == 0) errors.add(FieldError.invalid(path, '"' + key + '"', "prefix part must be non-empty"));
        if (name.isEmpty()) errors.add(FieldError.invalid(path, '"' + key + '"', "name part must be non-empty"));
        else if (name.length() > 63)
            errors.add(FieldError.invalid(path, '"' + key + '"', "name part must be no more than 63 bytes"));
        if (!QUALIFIED.matcher(name).matches()) errors.add(FieldError.invalid(path, '"' + key + '"', QUALIFIED_RULE));
    }
}
