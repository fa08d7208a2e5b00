package tidegate.playground.apiserver.write;

/** Which part of an object a path writes. */
public enum Part {
    /** Everything but the status, where that is a subresource. */
    MAIN,
    STATUS
}
