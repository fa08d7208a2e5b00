package tidegate.api.crd;

import java.util.List;
import java.util.stream.Stream;

/** The type of a value in a custom resource: the part of OpenAPI v3 that we need, nothing more. */
public sealed interface Schema {
    /** A plain value. */
    enum Scalar implements Schema {
        TEXT,
        INT32,
        INT64,
        BOOL,
        /** An RFC 3339 time. */
        TIME,
        /** An integer, or text that stands for one (a percentage, a {@code {{args.x}}}). */
        INT_OR_TEXT
    }

    /** Text out of a closed set. */
    record Choice(List<String> values) implements Schema {
        public Choice {
            values = List.copyOf(values);
        }
    }

    /** Any keys, values of one type. */
    record MapOf(Schema values) implements Schema {}

    record ListOf(Schema element) implements Schema {}

    /** An object that is kept as it was sent: the API server neither checks nor prunes what is in it. */
    record AnyObject() implements Schema {}

    /** An object with known fields; others are pruned. */
    record ObjectOf(List<Field> fields) implements Schema {
        public ObjectOf {
            fields = List.copyOf(fields);
        }

        /** This object with more fields behind its own. */
        public ObjectOf and(Field... more) {
            return new ObjectOf(Stream.concat(fields.stream(), Stream.of(more)).toList());
        }
    }

    /** A type of Kubernetes itself, by its short name: see {@link KubernetesTypes}. */
    record KubernetesType(String name) implements Schema {}

    /** A value that may be added or removed, but not changed; {@code message} is what a change is answered with. */
    record Immutable(Schema schema, String message) implements Schema {}

    static ObjectOf object(Field... fields) {
        return new ObjectOf(List.of(fields));
    }

    static ListOf listOf(Schema element) {
        return new ListOf(element);
    }

    static ListOf listOf(Field... fieldsOfElement) {
        return new ListOf(object(fieldsOfElement));
    }

    static MapOf mapOf(Schema values) {
        return new MapOf(values);
    }

    /** Labels, annotations and the like. */
    static MapOf texts() {
        return new MapOf(Scalar.TEXT);
    }

    static AnyObject anyObject() {
        return new AnyObject();
    }

    static Choice oneOf(String... values) {
        return new Choice(List.of(values));
    }
}
