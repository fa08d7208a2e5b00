package tidegate.kube.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tidegate.kube.access.AccessException;
import tidegate.kube.access.Credentials.Secret;
import tidegate.kube.time.Timekeeper;

/** The value of the Authorization header, renewed as its source demands. */
interface Authorization {
    Optional<String> header() throws IOException;

    /**
     * The server did not accept this value.
     *
     * @return whether {@link #header} may now give another
     */
    boolean rejected(String header);

    static Authorization of(Secret secret, Timekeeper time) {
        return switch (secret) {
            case Secret.None _ -> new Fixed(Optional.empty());
            case Secret.Token(String value) -> new Fixed(Optional.of("Bearer " + value.strip()));
            case Secret.Basic basic -> new Fixed(Optional.of("Basic " + encoded(basic)));
            case Secret.TokenFile(Path path) -> new Renewed(() -> fromFile(path, time), time);
            case Secret.Plugin plugin -> new Renewed(new CredentialPlugin(plugin)::run, time);
        };
    }

    private static String encoded(Secret.Basic basic) {
        byte[] both = (basic.user() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(both);
    }

    private static Issued fromFile(Path path, Timekeeper time) throws IOException {
        try {
            return Issued.token(
                    Files.readString(path).strip(), Optional.of(time.now().plus(Duration.ofMinutes(1))));
        } catch (IOException _) {
            throw new IOException("cannot read the token file " + path);
        }
    }

    /**
     * What a source handed out.
     *
     * @param until when to ask again
     */
    record Issued(Optional<String> token, Optional<String> certificate, Optional<String> key, Optional<Instant> until) {
        static Issued token(String token, Optional<Instant> until) {
            return new Issued(Optional.of(token), Optional.empty(), Optional.empty(), until);
        }
    }

    /** Never changes. */
    record Fixed(Optional<String> header) implements Authorization {
        @Override
        public boolean rejected(String header) {
            return false;
        }
    }

    /** Asked again when it has run out or was rejected. */
    final class Renewed implements Authorization {
        interface Source {
            Issued issue() throws IOException, AccessException;
        }

        private final Source source;
        private final Timekeeper time;
        private @Nullable Issued current;

        Renewed(Source source, Timekeeper time) {
            this.source = source;
            this.time = time;
        }

        /** Also for the certificate that a plugin may hand out. */
        synchronized Issued issued() throws IOException {
            Issued known = current;
            boolean fresh = known != null
                    && known.until().map(end -> time.now().isBefore(end)).orElse(true);
            if (known != null && fresh) return known;
            Issued issued = source.issue();
            current = issued;
            return issued;
        }

        @Override
        public Optional<String> header() throws IOException {
            return issued().token().map(token -> "Bearer " + token);
        }

        @Override
        public synchronized boolean rejected(String header) {
            Issued known = current;
            boolean same = known != null
                    && known.token()
                            .filter(token -> header.equals("Bearer " + token))
                            .isPresent();
            if (same) current = null;
            return true;
        }
    }
}
