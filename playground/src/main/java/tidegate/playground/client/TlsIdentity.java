package tidegate.playground.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the TLS side of a {@link Kubeconfig}: whom to trust, and who we are. Keys: RSA or EC, PKCS#8, PKCS#1 or SEC1. */
final class TlsIdentity {
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final byte[] RSA_ALGORITHM = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    private static final byte[] EC_PUBLIC_KEY_OID = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
    };
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private TlsIdentity() {}

    static SSLContext contextOf(Kubeconfig config) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keysOf(config), trustOf(config), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS settings for " + config.server() + ": " + e.getMessage(), e);
        }
    }

    private static TrustManager @Nullable [] trustOf(Kubeconfig config) throws GeneralSecurityException, IOException {
        if (config.trustsAnyone()) return new TrustManager[] {new TrustAnyone()};
        Optional<String> authority = config.authority();
        if (authority.isEmpty()) return null;
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate certificate : certificates(authority.get()))
            store.setCertificateEntry("ca-" + number++, certificate);
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keysOf(Kubeconfig config) throws GeneralSecurityException, IOException {
        if (config.clientCertificate().isEmpty() || config.clientKey().isEmpty()) return null;
        KeyStore store = emptyStore();
        char[] noPassword = {};
        store.setKeyEntry(
                "client",
                privateKey(config.clientKey().get()),
                noPassword,
                certificates(config.clientCertificate().get()).toArray(Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, noPassword);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return CertificateFactory.getInstance("X.509").generateCertificates(bytes);
    }

    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        var found = PEM_KEY.matcher(pem);
        if (!found.find()) throw new InvalidKeySpecException("no unencrypted PEM private key found");
        byte[] der = Base64.getMimeDecoder().decode(found.group(2));
        return switch (found.group(1).strip()) {
            case "" -> anyAlgorithm(der);
            case "RSA" ->
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8(RSA_ALGORITHM, der)));
            case "EC" ->
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8(ecAlgorithm(der), der)));
            default -> throw new InvalidKeySpecException(found.group(1) + "private keys are not supported");
        };
    }

    private static PrivateKey anyAlgorithm(byte[] pkcs8) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException notRsa) {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        }
    }

    /** The JDK reads PKCS#8 only: SEQUENCE { version 0, algorithm, OCTET STRING { older form } }. */
    private static byte[] pkcs8(byte[] algorithm, byte[] olderForm) {
        return der(0x30, VERSION_0, algorithm, der(0x04, olderForm));
    }

    /** SEC1 names its curve in a member tagged [0]; PKCS#8 wants it beside the algorithm. */
    private static byte[] ecAlgorithm(byte[] sec1) throws InvalidKeySpecException {
        for (int i = 0; i + 3 < sec1.length; i++) {
            boolean taggedOid = (sec1[i] & 0xff) == 0xa0 && sec1[i + 2] == 0x06 && sec1[i + 1] == sec1[i + 3] + 2;
            if (!taggedOid) continue;
            byte[] curve = java.util.Arrays.copyOfRange(sec1, i + 2, i + 2 + sec1[i + 1]);
            return der(0x30, EC_PUBLIC_KEY_OID, curve);
        }
        throw new InvalidKeySpecException("EC private key without a named curve");
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) content.writeBytes(part);
        var whole = new ByteArrayOutputStream();
        whole.write(tag);
        writeLength(whole, content.size());
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length & 0xff);
        }
    }

    /** The extended kind, because only that one also decides about host names. */
    private static final class TrustAnyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
