package tidegate.cli.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM: keys as PKCS#8, RSA's own form (PKCS#1) or EC's own form (SEC 1). */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] EC_PARAMETERS_TAG = {(byte) 0xa0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    private Pem() {}

    static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
        return CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher key = KEY.matcher(pem);
        // the parameters of an EC key may stand in front of it in a block of their own, which matches nothing here
        if (!key.find()) throw new GeneralSecurityException("no private key in PEM form");
        byte[] der = Base64.getMimeDecoder().decode(key.group(2));
        return switch (key.group(1).strip()) {
            case "RSA" -> key("RSA", wrapped(RSA, der));
            case "EC" -> key("EC", wrapped(tagged(SEQUENCE, joined(EC_OID, curveOf(der))), der));
            case "ENCRYPTED" -> throw new GeneralSecurityException("the private key is encrypted");
            default -> anyKey(der);
        };
    }

    private static PrivateKey anyKey(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return key(algorithm, pkcs8);
            } catch (GeneralSecurityException _) {
                // PKCS#8 says which algorithm it holds only inside; each factory refuses the others' keys
            }
        }
        throw new GeneralSecurityException("the private key is neither RSA nor EC nor EdDSA");
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** PKCS#8 around a key in its algorithm's own form. */
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, joined(VERSION_0, algorithm, tagged(OCTETS, key)));
    }

    /** SEC 1: version, key, then the curve's name as element [0]. */
    private static byte[] curveOf(byte[] sec1) throws GeneralSecurityException {
        int at = contentStart(sec1, 0);
        while (at < sec1.length) {
            int start = contentStart(sec1, at);
            int end = start + length(sec1, at);
            if (end > sec1.length) break;
            if (sec1[at] == EC_PARAMETERS_TAG[0]) return java.util.Arrays.copyOfRange(sec1, start, end);
            at = end;
        }
        throw new GeneralSecurityException("the EC private key names no curve");
    }

    private static int length(byte[] der, int at) throws GeneralSecurityException {
        if (at + 1 >= der.length) throw new GeneralSecurityException("the private key is cut off");
        int first = der[at + 1] & 0xff;
        if (first < 0x80) return first;
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) length = length << 8 | (der[at + 2 + i] & 0xff);
        return length;
    }

    private static int contentStart(byte[] der, int at) throws GeneralSecurityException {
        if (at + 1 >= der.length) throw new GeneralSecurityException("the private key is cut off");
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = content.length < 0x100 ? 1 : 2;
            out.write(0x80 | bytes);
            if (bytes == 2) out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) out.writeBytes(part);
        return out.toByteArray();
    }
}
