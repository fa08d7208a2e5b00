package tidegate.playground.gateway;

/** What stands behind endpoints. */
@FunctionalInterface
interface Backends {

    /** Sends one request. Blocks until it is answered or refused. */
    Reply call(Endpoint endpoint, Request request);

    /** @param number of the request, counted by the gateway */
    record Request(String path, String accept, long number) {}

    /** What came back. */
    sealed interface Reply {
        /** @param label by which answers are counted: the demo application's colour */
        record Answered(int status, String contentType, byte[] body, String label) implements Reply {}

        /** Nobody listens there, or not any more. */
        record Refused() implements Reply {}
    }
}
