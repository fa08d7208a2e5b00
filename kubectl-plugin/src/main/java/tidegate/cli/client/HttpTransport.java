package tidegate.cli.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tidegate.cli.client.Connection.Credentials;
import tidegate.cli.client.Connection.Impersonation;

/** The HTTP client for one connection: certificates, proxy, and the headers that say who calls. */
final class HttpTransport {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private HttpTransport() {}

    static OkHttpClient client(Connection connection, String userAgent, Duration silence) {
        var builder = new OkHttpClient.Builder()
                .connectTimeout(CONNECT)
                .readTimeout(silence)
                .writeTimeout(silence)
                .callTimeout(connection.requestTimeout())
                .followRedirects(false)
                .connectionPool(new ConnectionPool(5, 1, java.util.concurrent.TimeUnit.MINUTES))
                .addInterceptor(new Patience())
                .addInterceptor(new Headers(connection, userAgent));
        if (connection.server().startsWith("https:")) secure(builder, connection);
        connection.proxy().ifPresent(proxy -> builder.proxy(proxyAt(proxy)));
        return builder.build();
    }

    private static void secure(OkHttpClient.Builder builder, Connection connection) {
        Tls tls = Tls.of(connection);
        builder.sslSocketFactory(tls.context().getSocketFactory(), tls.trust());
        if (connection.insecure()) builder.hostnameVerifier((_, _) -> true);
        connection.tlsServerName().ifPresent(name -> {
            String host = URI.create(connection.server()).getHost();
            builder.dns(new Alias(name, host));
        });
    }

    private static Proxy proxyAt(String address) {
        URI uri = URI.create(address);
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        Proxy.Type type = String.valueOf(uri.getScheme()).startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        return new Proxy(type, new InetSocketAddress(uri.getHost(), port));
    }

    /** One line that says which server could not be called and why. */
    static ConnectionProblem problem(Connection connection, IOException failure) {
        return new ConnectionProblem(
                "cannot reach the API server at " + connection.server() + ": " + why(failure), failure);
    }

    private static String why(IOException failure) {
        return switch (failure) {
            case UnknownHostException _ -> "no such host";
            case ConnectException _, NoRouteToHostException _ -> rootText(failure);
            case SSLException _ -> "TLS: " + rootText(failure);
            case InterruptedIOException _ -> "no answer in time";
            default -> rootText(failure);
        };
    }

    private static String rootText(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) root = root.getCause();
        String text = root.getMessage();
        return text == null
                ? root.getClass().getSimpleName()
                : text.lines().findFirst().orElse("");
    }

    /** Resolves the name that the certificate must have to the addresses of the real host. */
    private record Alias(String name, String host) implements Dns {
        @Override
        public List<InetAddress> lookup(String asked) throws UnknownHostException {
            return Dns.SYSTEM.lookup(asked.equals(name) ? host : asked);
        }
    }

    /** Who calls, with what, and as whom. */
    private record Headers(Connection connection, String userAgent) implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            Request.Builder request = chain.request()
                    .newBuilder()
                    .header("Accept", "application/json")
                    .header("User-Agent", userAgent);
            if (!connection.compressed()) request.header("Accept-Encoding", "identity");
            Optional<String> authorization = authorization(connection.credentials());
            authorization.ifPresent(value -> request.header("Authorization", value));
            impersonate(request, connection.impersonation());
            connection.tlsServerName().filter(_ -> chain.request().isHttps()).ifPresent(name -> {
                request.header(
                        "Host",
                        chain.request().url().host() + ":"
                                + chain.request().url().port());
                request.url(chain.request().url().newBuilder().host(name).build());
            });
            return chain.proceed(request.build());
        }

        private static Optional<String> authorization(Credentials credentials) throws IOException {
            if (credentials.token().isPresent()) return credentials.token().map(token -> "Bearer " + token);
            if (credentials.tokenFile().isPresent())
                return Optional.of("Bearer "
                        + Files.readString(credentials.tokenFile().get()).strip());
            return credentials.basic().map(basic -> {
                byte[] pair = (basic.user() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8);
                return "Basic " + Base64.getEncoder().encodeToString(pair);
            });
        }

        private static void impersonate(Request.Builder request, Impersonation as) {
            as.user().ifPresent(user -> request.header("Impersonate-User", user));
            as.groups().forEach(group -> request.addHeader("Impersonate-Group", group));
            as.uid().ifPresent(uid -> request.header("Impersonate-Uid", uid));
        }
    }
}
