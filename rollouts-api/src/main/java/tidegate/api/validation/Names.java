package tidegate.api.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What Kubernetes allows as names, keys and labels. Each question is answered by what is wrong, empty if nothing. */
final class Names {
    private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN_FORM = LABEL_FORM + "(\\." + LABEL_FORM + ")*";
    private static final String QUALIFIED_FORM = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE_FORM = "(" + QUALIFIED_FORM + ")?";
    private static final String VARIABLE_FORM = "[-._a-zA-Z][-._a-zA-Z0-9]*";
    private static final String CONFIG_KEY_FORM = "[-._a-zA-Z0-9]+";

    private static final Pattern LABEL = Pattern.compile(LABEL_FORM);
    private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_FORM);
    private static final Pattern QUALIFIED = Pattern.compile(QUALIFIED_FORM);
    private static final Pattern LABEL_VALUE = Pattern.compile(LABEL_VALUE_FORM);
    private static final Pattern VARIABLE = Pattern.compile(VARIABLE_FORM);
    private static final Pattern CONFIG_KEY = Pattern.compile(CONFIG_KEY_FORM);

    private static final String BAD_LABEL =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters"
                    + " or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used"
                    + " for validation is '" + LABEL_FORM + "')";
    private static final String BAD_SUBDOMAIN = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
            + " used for validation is '" + SUBDOMAIN_FORM + "')";
    private static final String QUALIFIED_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start"
                    + " and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                    + " validation is '" + QUALIFIED_FORM + "')";
    private static final String BAD_LABEL_VALUE = "a valid label must be an empty string or consist of alphanumeric"
            + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
            + " 'my_value',  or '12345', regex used for validation is '" + LABEL_VALUE_FORM + "')";
    private static final String BAD_VARIABLE =
            "a valid environment variable name must consist of alphabetic characters,"
                    + " digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or"
                    + " 'MyEnvName1', regex used for validation is '" + VARIABLE_FORM + "')";
    private static final String BAD_CONFIG_KEY =
            "a valid config key must consist of alphanumeric characters, '-', '_' or"
                    + " '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '"
                    + CONFIG_KEY_FORM
                    + "')";

    /** Longer than any name may be. */
    private static final int MAX_LENGTH = 1024;

    private Names() {}

    /** A text that is far too long is reported as such, and no match: matching takes stack that grows with it. */
    private static boolean matches(Pattern form, String name) {
        return name.length() <= MAX_LENGTH && form.matcher(name).matches();
    }

    /** A name of containers and volumes. */
    static List<String> label(String name) {
        var wrong = new ArrayList<String>();
        if (name.length() > 63) wrong.add("must be no more than 63 characters");
        if (!matches(LABEL, name)) {
            wrong.add(matches(SUBDOMAIN, name) ? "must not contain dots" : BAD_LABEL);
        }
        return wrong;
    }

    /** A name of most objects. */
    static List<String> subdomain(String name) {
        var wrong = new ArrayList<String>();
        if (name.length() > 253) wrong.add("must be no more than 253 characters");
        if (!matches(SUBDOMAIN, name)) wrong.add(BAD_SUBDOMAIN);
        return wrong;
    }

    /** A key of a label or annotation: a name, after a prefix and {@code /} or without. */
    static List<String> key(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            return List.of("a valid label key " + QUALIFIED_RULE
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        var wrong = new ArrayList<String>();
        if (parts.length == 2) wrong.addAll(prefix(parts[0]));
        String name = parts[parts.length - 1];
        if (name.isEmpty()) wrong.add("name part must be non-empty");
        else if (name.length() > 63) wrong.add("name part must be no more than 63 bytes");
        if (!matches(QUALIFIED, name)) wrong.add("name part " + QUALIFIED_RULE);
        return wrong;
    }

    private static List<String> prefix(String prefix) {
        if (prefix.isEmpty()) return List.of("prefix part must be non-empty");
        return subdomain(prefix).stream().map(detail -> "prefix part " + detail).toList();
    }

    static List<String> labelValue(String value) {
        var wrong = new ArrayList<String>();
        if (value.length() > 63) wrong.add("must be no more than 63 bytes");
        if (!matches(LABEL_VALUE, value)) wrong.add(BAD_LABEL_VALUE);
        return wrong;
    }

    static List<String> variable(String name) {
        return VARIABLE.matcher(name).matches() && !isDotName(name) ? List.of() : List.of(BAD_VARIABLE);
    }

    /** A key of a Secret or ConfigMap. */
    static List<String> configKey(String key) {
        return CONFIG_KEY.matcher(key).matches() && !isDotName(key) ? List.of() : List.of(BAD_CONFIG_KEY);
    }

    private static boolean isDotName(String name) {
        return name.equals(".") || name.startsWith("..");
    }

    /** A name of a port. */
    static List<String> port(String name) {
        var wrong = new ArrayList<String>();
        if (name.length() > 15) wrong.add("must be no more than 15 characters");
        if (!name.matches("[-a-z0-9]*"))
            wrong.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        if (!name.matches("(?s).*[a-z].*")) wrong.add("must contain at least one letter (a-z)");
        if (name.contains("--")) wrong.add("must not contain consecutive hyphens");
        if (name.startsWith("-") || name.endsWith("-")) wrong.add("must not begin or end with a hyphen");
        return wrong;
    }
}
