/**
 * A small HTTP gateway in front of Services: {@code http://127.0.0.1:<port>/<namespace>/<service>/…}, or by Host header
 * {@code <service>.<namespace>}, or everything else to one default Service.
 *
 * <p>Door: {@link tidegate.playground.gateway.Gateway}. It spreads requests over the ready endpoints that EndpointSlices
 * name and, as a real one does, learns late of those that go: a removed endpoint gets requests for a while longer. Where
 * nothing listens any more the answer is 502; where there is no endpoint it is 503.
 */
@NullMarked
package tidegate.playground.gateway;

import org.jspecify.annotations.NullMarked;
