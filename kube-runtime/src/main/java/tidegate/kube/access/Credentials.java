package tidegate.kube.access;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How we say who we are: a client certificate, and something for the Authorization header; either may be missing.
 */
public record Credentials(Optional<ClientCertificate> certificate, Secret secret) {
    public static final Credentials ANONYMOUS = new Credentials(Optional.empty(), new Secret.None());

    /** PEM. */
    public record ClientCertificate(byte[] certificate, byte[] key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof ClientCertificate that
                    && Arrays.equals(certificate, that.certificate)
                    && Arrays.equals(key, that.key);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(certificate);
        }

        @Override
        public String toString() {
            return "client certificate";
        }
    }

    /** What goes into the Authorization header. Never printed. */
    public sealed interface Secret {
        record None() implements Secret {}

        record Token(String value) implements Secret {
            @Override
            public String toString() {
                return "token";
            }
        }

        /** Read again every minute: it is rotated. */
        record TokenFile(Path path) implements Secret {}

        record Basic(String user, String password) implements Secret {
            @Override
            public String toString() {
                return "basic authentication of " + user;
            }
        }

        /** A program that prints an ExecCredential. */
        record Plugin(
                String apiVersion,
                List<String> command,
                Map<String, String> environment,
                String installHint,
                boolean mayAsk)
                implements Secret {
            @Override
            public String toString() {
                return "credential plugin " + command.getFirst();
            }
        }
    }
}
