package tidegate.cli.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import tidegate.cli.client.Connection.ClientCertificate;

/** Whom we trust and what we show, ready for sockets. */
record Tls(SSLContext context, X509TrustManager trust) {
    private static final char[] NO_PASSWORD = {};

    static Tls of(Connection connection) {
        try {
            X509TrustManager trust = connection.insecure() ? new TrustAnybody() : trust(connection.authority());
            var context = SSLContext.getInstance("TLS");
            context.init(keys(connection.credentials().certificate()), new TrustManager[] {trust}, new SecureRandom());
            return new Tls(context, trust);
        } catch (GeneralSecurityException | IOException e) {
            throw new ConnectionProblem("the certificates of the kubeconfig cannot be used: " + e.getMessage(), e);
        }
    }

    private static X509TrustManager trust(Optional<String> authority) throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authority.isPresent() ? storeOf(authority.get()) : null);
        for (TrustManager manager : factory.getTrustManagers())
            if (manager instanceof X509TrustManager x509) return x509;
        throw new GeneralSecurityException("the JDK has no X.509 trust manager");
    }

    private static KeyStore storeOf(String authority) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int number = 0;
        for (X509Certificate certificate : Pem.certificates(authority))
            store.setCertificateEntry("ca-" + number++, certificate);
        if (number == 0) throw new GeneralSecurityException("no certificate in the certificate authority");
        return store;
    }

    private static KeyManager @Nullable [] keys(Optional<ClientCertificate> certificate)
            throws GeneralSecurityException, IOException {
        if (certificate.isEmpty()) return null;
        KeyStore store = emptyStore();
        Certificate[] chain = Pem.certificates(certificate.get().chain()).toArray(new Certificate[0]);
        store.setKeyEntry("client", Pem.privateKey(certificate.get().key()), NO_PASSWORD, chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    /** For {@code insecure-skip-tls-verify}. */
    private static final class TrustAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
