package tidegate.api.hash;

import java.util.List;

/** A type of Go, as far as its JSON form depends on it. */
sealed interface GoType {
    /** What is written as one value, each in its own way. */
    enum Scalar implements GoType {
        STRING,
        BOOL,
        INT,
        QUANTITY,
        INT_OR_STRING,
        TIME,
        RAW
    }

    record Slice(GoType element) implements GoType {}

    record MapOf(GoType value) implements GoType {}

    /** A value that may be absent, and is then {@code null}. */
    record Pointer(GoType target) implements GoType {}

    /** A type of the same table. */
    record Named(String name) implements GoType {}

    /** When a field is written. */
    enum Mark {
        ALWAYS,
        UNLESS_EMPTY,
        UNLESS_ZERO
    }

    record Field(String name, Mark mark, GoType type) {}

    /** A structure's fields in their order. */
    record Struct(String name, List<Field> fields) {}
}
