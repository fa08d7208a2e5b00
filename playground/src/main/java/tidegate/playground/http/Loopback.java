package tidegate.playground.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLContext;

/**
 * HTTP servers on 127.0.0.1 that answer at once: the JDK's own, set up before the first of them is made, since it reads
 * its settings once for the whole JVM.
 */
public final class Loopback {
    private static final int WAITING_CONNECTIONS = 1024;

    static {
        // without this every answer waits for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private Loopback() {}

    /**
     * A server that is not started yet.
     *
     * @param port 0 for any free one
     * @throws UncheckedIOException if the port is taken
     */
    public static HttpServer server(int port) {
        try {
            return HttpServer.create(address(port), WAITING_CONNECTIONS);
        } catch (IOException e) {
            throw taken(port, e);
        }
    }

    /** The same for https, on any free port. */
    public static HttpsServer secureServer(SSLContext identity) {
        try {
            HttpsServer server = HttpsServer.create(address(0), WAITING_CONNECTIONS);
            server.setHttpsConfigurator(new HttpsConfigurator(identity));
            return server;
        } catch (IOException e) {
            throw taken(0, e);
        }
    }

    /** Where a plain server answers, without a trailing slash. */
    public static URI uriOf(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static UncheckedIOException taken(int port, IOException cause) {
        return new UncheckedIOException("port " + port + " on 127.0.0.1: " + cause.getMessage(), cause);
    }
}
