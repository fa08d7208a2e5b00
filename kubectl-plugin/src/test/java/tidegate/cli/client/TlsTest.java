package tidegate.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;
import tidegate.cli.client.Connection.ClientCertificate;
import tidegate.cli.client.Connection.Credentials;
import tidegate.cli.client.Connection.Impersonation;

/** A server that shows a certificate and wants one. */
class TlsTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path directory = Path.of("");

    private @Nullable HttpsServer started;

    private HttpsServer server() {
        return Objects.requireNonNull(started);
    }

    @BeforeEach
    void start() throws Exception {
        keytool("-genkeypair", "-alias", "ec", "-keyalg", "EC", "-groupname", "secp256r1");
        keytool("-genkeypair", "-alias", "rsa", "-keyalg", "RSA", "-keysize", "2048");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext context = SSLContext.getInstance("TLS");
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = "{\"served\":true}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        started = server;
    }

    @AfterEach
    void stop() {
        server().stop(0);
    }

    private void keytool(String... words) throws IOException, InterruptedException {
        var all = new java.util.ArrayList<String>();
        all.add(System.getProperty("java.home") + "/bin/keytool");
        all.addAll(Arrays.asList(words));
        all.addAll(List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype", "PKCS12"));
        all.addAll(List.of("-keystore", directory.resolve("keys").toString(), "-storepass", new String(PASSWORD)));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("keys"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private KeyStore trusted() throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        all.load(null, null);
        for (String alias : List.of("ec", "rsa")) all.setCertificateEntry(alias, store().getCertificate(alias));
        return all;
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type
                + "-----\n";
    }

    private Connection connection(String chain, String key, boolean insecure, Optional<String> tlsServerName)
            throws GeneralSecurityException, IOException {
        String authority = pem("CERTIFICATE", store().getCertificate("ec").getEncoded())
                + pem("CERTIFICATE", store().getCertificate("rsa").getEncoded());
        String host = tlsServerName.isPresent() ? "127.0.0.1" : "localhost";
        return new Connection(
                "https://" + host + ":" + server().getAddress().getPort(),
                insecure ? Optional.empty() : Optional.of(authority),
                insecure,
                tlsServerName,
                Optional.empty(),
                new Credentials(
                        Optional.of(new ClientCertificate(chain, key)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Impersonation(Optional.empty(), List.of(), Optional.empty()),
                "default",
                Duration.ZERO,
                true);
    }

    private static Json call(Connection connection) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (var api = new KubeApi(connection, "test", nowhere, 0)) {
            return api.get(Resource.PODS, "default", "any");
        }
    }

    private String chain(String alias) throws GeneralSecurityException, IOException {
        return pem("CERTIFICATE", store().getCertificate(alias).getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa"})
    void takesKeysInThePlainForm(String alias) throws Exception {
        String key = pem("PRIVATE KEY", store().getKey(alias, PASSWORD).getEncoded());
        assertThat(call(connection(chain(alias), key, false, Optional.empty()))
                        .get("served")
                        .isTrue())
                .isTrue();
    }

    @Test
    void takesRsaKeysInTheirOwnForm() throws Exception {
        Key key = store().getKey("rsa", PASSWORD);
        // of a 2048-bit key PKCS#8 has 26 bytes in front of the key in RSA's own form
        byte[] own = Arrays.copyOfRange(key.getEncoded(), 26, key.getEncoded().length);
        assertThat(Pem.privateKey(pem("RSA PRIVATE KEY", own))).isEqualTo(key);
    }

    @Test
    void takesEcKeysInTheirOwnFormBehindTheirParameters() throws Exception {
        var key = (ECPrivateKey) store().getKey("ec", PASSWORD);
        String number = "%064x".formatted(key.getS());
        String curve = "06082a8648ce3d030107";
        byte[] own = HexFormat.of().parseHex("3031" + "020101" + "0420" + number + "a00a" + curve);
        String pem = pem("EC PARAMETERS", HexFormat.of().parseHex(curve)) + pem("EC PRIVATE KEY", own);
        assertThat(((ECPrivateKey) Pem.privateKey(pem)).getS()).isEqualTo(key.getS());
    }

    @Test
    void checksTheServerUnlessToldNotTo() throws Exception {
        String key = pem("PRIVATE KEY", store().getKey("ec", PASSWORD).getEncoded());
        assertThat(call(connection(chain("ec"), key, true, Optional.empty()))
                        .get("served")
                        .isTrue())
                .isTrue();
        assertThat(call(connection(chain("ec"), key, false, Optional.of("localhost")))
                        .get("served")
                        .isTrue())
                .isTrue();
        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> call(connection(chain("ec"), key, false, Optional.of("elsewhere"))))
                .withMessageContaining("TLS: ");
    }

    @Test
    void keysThatAreNoneAreSaid() {
        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> call(connection(chain("ec"), "not a key", false, Optional.empty())))
                .withMessage("the certificates of the kubeconfig cannot be used: no private key in PEM form");
    }
}
