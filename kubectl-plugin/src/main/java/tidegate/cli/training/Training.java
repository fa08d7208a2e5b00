package tidegate.cli.training;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tidegate.cli.command.CommandLineTool;
import tidegate.cli.command.Screen;
import tidegate.cli.command.StopRequest;
import tidegate.cli.command.Surroundings;

/** Runs the usual commands against a small server of its own, over http and https. */
public final class Training {
    private static final char[] PASSWORD = "training".toCharArray();
    private static final List<String> COMMAND_LINES = List.of(
            "get rollout checkout",
            "list rollouts",
            "status checkout --watch=false",
            "set image checkout app=shop/checkout:1.5.0",
            "promote checkout",
            "promote checkout --full",
            "abort checkout",
            "retry rollout checkout",
            "undo checkout",
            "pause checkout",
            "restart checkout",
            "get rollout checkout --watch --timeout-seconds 1",
            "__complete get rollout c",
            "version",
            "--help",
            "get rollout --help",
            "get rollout missing");

    private final Path directory;

    private Training(Path directory) {
        this.directory = directory;
    }

    /** @param args the directory with {@code server.p12} and {@code server.pem} */
    static void main(String[] args) throws Exception {
        new Training(Path.of(args[0])).run();
    }

    private void run() throws IOException, GeneralSecurityException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpsServer encrypted = HttpsServer.create(address, 0);
        encrypted.setHttpsConfigurator(new HttpsConfigurator(context()));
        for (HttpServer server : List.of(HttpServer.create(address, 0), encrypted)) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", new SampleApi());
            server.start();
            String scheme = server instanceof HttpsServer ? "https" : "http";
            Path kubeconfig =
                    kubeconfig(scheme + "://localhost:" + server.getAddress().getPort());
            for (boolean onTerminal : new boolean[] {true, false})
                for (String words : COMMAND_LINES) call(words, kubeconfig, onTerminal);
            server.stop(0);
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("server.p12"))) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private Path kubeconfig(String server) throws IOException {
        String text = """
                apiVersion: v1
                kind: Config
                current-context: training
                contexts: [{name: training, context: {cluster: training, user: training, namespace: shop}}]
                clusters: [{name: training, cluster: {server: "%s", certificate-authority: server.pem}}]
                users: [{name: training, user: {token: training}}]
                """.formatted(server);
        return Files.writeString(directory.resolve("kubeconfig"), text);
    }

    private static void call(String words, Path kubeconfig, boolean onTerminal) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), true);
        var surroundings = new Surroundings(
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                Map.of("KUBECONFIG", kubeconfig.toString(), "TERM", "xterm"),
                onTerminal ? new WideTerminal() : Screen.NONE,
                InstantSource.system(),
                new StopRequest());
        CommandLineTool.run(surroundings, List.of(words.split(" ")));
    }

    private static final class WideTerminal implements Screen {
        @Override
        public boolean isTerminal() {
            return true;
        }

        @Override
        public Size size() {
            return new Size(100, 40);
        }
    }
}
