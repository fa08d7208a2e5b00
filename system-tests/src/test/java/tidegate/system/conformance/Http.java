package tidegate.system.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import tidegate.playground.client.Kubeconfig;

/** The connection of all calls: no retries, nothing added but the credentials. */
final class Http {
    static final String USER_AGENT = "conformance-tests";

    private final Kubeconfig config;
    private final HttpClient client;

    Http(Path kubeconfig) {
        this.config = Kubeconfig.read(kubeconfig);
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        if (config.server().getScheme().equals("https")) builder.sslContext(config.tls());
        this.client = builder.build();
    }

    HttpRequest.Builder request(String pathAndQuery) {
        var builder = HttpRequest.newBuilder(URI.create(config.server() + pathAndQuery))
                .header("User-Agent", USER_AGENT);
        config.authorization().ifPresent(value -> builder.header("Authorization", value));
        return builder;
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        String call = request.method() + " " + request.uri();
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new AssertionError(call + ": no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + call, e);
        }
    }
}
