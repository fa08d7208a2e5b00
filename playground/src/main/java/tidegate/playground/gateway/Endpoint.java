package tidegate.playground.gateway;

/** Where a request may be sent. */
record Endpoint(String address, int port) {}
