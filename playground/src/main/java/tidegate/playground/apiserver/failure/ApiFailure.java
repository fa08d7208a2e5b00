package tidegate.playground.apiserver.failure;

import java.util.List;
import java.util.stream.Collectors;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request that is refused: carries the {@code Status} object that the client gets. */
public final class ApiFailure extends RuntimeException {
    private final int code;
    private final ObjectNode status;

    private ApiFailure(int code, String reason, String message, ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.status = status(code, reason, message, details);
    }

    public int code() {
        return code;
    }

    public ObjectNode status() {
        return status;
    }

    /** For the {@code Retry-After} header; 0 for none. */
    public long retryAfterSeconds() {
        return Tree.longAt(status, 0, "details", "retryAfterSeconds");
    }

    public String reason() {
        return Tree.textAt(status, "reason");
    }

    private static ObjectNode status(int code, String reason, String message, ObjectNode details) {
        ObjectNode status = Tree.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) status.put("reason", reason);
        if (!details.isEmpty() || code == 404 || code == 422) status.set("details", details);
        status.put("code", code);
        return status;
    }

    /** {@code Status} for what was done, as deleting answers. */
    public static ObjectNode success(ObjectNode details) {
        ObjectNode status = Tree.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        if (!details.isEmpty()) status.set("details", details);
        return status;
    }

    /** @param kind the resource's plural, or the kind where the API names that */
    public static ObjectNode details(String name, String group, String kind, String uid) {
        ObjectNode details = Tree.object();
        if (!name.isEmpty()) details.put("name", name);
        if (!group.isEmpty()) details.put("group", group);
        if (!kind.isEmpty()) details.put("kind", kind);
        if (!uid.isEmpty()) details.put("uid", uid);
        return details;
    }

    private static String qualified(String group, String plural) {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    public static ApiFailure notFound(String group, String plural, String name) {
        return new ApiFailure(
                404,
                "NotFound",
                qualified(group, plural) + " " + quoted(name) + " not found",
                details(name, group, plural, ""));
    }

    /** No such path. */
    public static ApiFailure noSuchResource() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource", Tree.object());
    }

    public static ApiFailure alreadyExists(String group, String plural, String name) {
        return new ApiFailure(
                409,
                "AlreadyExists",
                qualified(group, plural) + " " + quoted(name) + " already exists",
                details(name, group, plural, ""));
    }

    public static ApiFailure conflict(String group, String plural, String name, String why) {
        return new ApiFailure(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + qualified(group, plural) + " " + quoted(name) + ": " + why,
                details(name, group, plural, ""));
    }

    public static ApiFailure modified(String group, String plural, String name) {
        return conflict(
                group,
                plural,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** A conflict of server-side apply, with a cause for each field. */
    public static ApiFailure applyConflict(String message, List<FieldError> causes) {
        ObjectNode details = Tree.object();
        causes(details, causes);
        return new ApiFailure(409, "Conflict", message, details);
    }

    public static ApiFailure invalid(String group, String kind, String name, List<FieldError> errors) {
        ObjectNode details = details(name, group, kind, "");
        causes(details, errors);
        String what = (group.isEmpty() ? kind : kind + "." + group) + " " + quoted(name) + " is invalid";
        String message = what + ": " + aggregate(errors);
        return new ApiFailure(422, "Invalid", message, details);
    }

    private static String aggregate(List<FieldError> errors) {
        List<String> distinct =
                errors.stream().map(FieldError::toString).distinct().toList();
        return distinct.size() == 1
                ? distinct.getFirst()
                : distinct.stream().collect(Collectors.joining(", ", "[", "]"));
    }

    private static void causes(ObjectNode details, List<FieldError> errors) {
        ArrayNode causes = details.putArray("causes");
        for (FieldError error : errors) {
            ObjectNode cause = causes.addObject();
            cause.put("reason", error.reason()).put("message", error.message());
            if (!error.field().isEmpty()) cause.put("field", error.field());
        }
    }

    public static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message, Tree.object());
    }

    /** A patch that does not fit the object. */
    public static ApiFailure unprocessable(String message) {
        return new ApiFailure(422, "Invalid", message, Tree.object());
    }

    public static ApiFailure forbidden(String group, String plural, String name, String why) {
        return new ApiFailure(
                403,
                "Forbidden",
                qualified(group, plural) + " " + quoted(name) + " is forbidden: " + why,
                details(name, group, plural, ""));
    }

    /** Refused because the namespace is going away; the cause is what clients look for. */
    public static ApiFailure namespaceTerminating(String group, String plural, String name, String namespace) {
        ObjectNode details = details(name, group, plural, "");
        String why = "namespace " + namespace + " is being terminated";
        causes(details, List.of(new FieldError("NamespaceTerminating", "metadata.namespace", why)));
        return new ApiFailure(
                403,
                "Forbidden",
                qualified(group, plural) + " " + quoted(name)
                        + " is forbidden: unable to create new content in namespace " + namespace
                        + " because it is being terminated",
                details);
    }

    public static ApiFailure methodNotAllowed(String method) {
        return new ApiFailure(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Tree.object());
    }

    public static ApiFailure unsupportedMediaType(String message) {
        return new ApiFailure(415, "UnsupportedMediaType", message, Tree.object());
    }

    public static ApiFailure notAcceptable(String message) {
        return new ApiFailure(406, "NotAcceptable", message, Tree.object());
    }

    public static ApiFailure expired(String message) {
        return new ApiFailure(410, "Expired", message, Tree.object());
    }

    /** A resourceVersion from the future. */
    public static ApiFailure tooLargeResourceVersion(long asked, long current) {
        ObjectNode details = Tree.object();
        causes(details, List.of(new FieldError("ResourceVersionTooLarge", "", "Too large resource version")));
        details.put("retryAfterSeconds", 1);
        return new ApiFailure(
                504, "Timeout", "Timeout: Too large resource version: " + asked + ", current: " + current, details);
    }

    /** @param retryAfterSeconds 0 to say nothing of it */
    public static ApiFailure tooManyRequests(String message, List<FieldError> causes, long retryAfterSeconds) {
        ObjectNode details = Tree.object();
        causes(details, causes);
        if (retryAfterSeconds > 0) details.put("retryAfterSeconds", retryAfterSeconds);
        return new ApiFailure(429, "TooManyRequests", message, details);
    }

    /** What only a client that ignores the rules can do; the real server has no reason for it either. */
    public static ApiFailure unexplained(String message) {
        return new ApiFailure(500, "", message, Tree.object());
    }

    public static ApiFailure internal(String message) {
        return new ApiFailure(500, "InternalError", "Internal error occurred: " + message, Tree.object());
    }
}
