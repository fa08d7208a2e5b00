package tidegate.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.kube.client.KubeError.Retry;

class KubeErrorTest {
    record Case(String why, int code, String body, Class<? extends KubeError> kind, Retry retry) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case("stale version", 409, "{\"reason\":\"Conflict\"}", KubeError.Conflict.class, Retry.AFTER_READING),
            new Case(
                    "name taken",
                    409,
                    "{\"reason\":\"AlreadyExists\"}",
                    KubeError.AlreadyExists.class,
                    Retry.AFTER_READING),
            new Case("no such object", 404, "{}", KubeError.NotFound.class, Retry.AFTER_READING),
            new Case("history compacted", 410, "{\"reason\":\"Expired\"}", KubeError.Gone.class, Retry.AFTER_READING),
            new Case(
                    "history restored from a backup",
                    504,
                    "{\"details\":{\"causes\":[{\"reason\":\"ResourceVersionTooLarge\"}]}}",
                    KubeError.Gone.class,
                    Retry.AFTER_READING),
            new Case("schema", 422, "{\"reason\":\"Invalid\"}", KubeError.Invalid.class, Retry.POINTLESS),
            new Case("permissions", 403, "{}", KubeError.Forbidden.class, Retry.POINTLESS),
            new Case("identity", 401, "{}", KubeError.Unauthorized.class, Retry.POINTLESS),
            new Case("busy", 429, "{}", KubeError.TooManyRequests.class, Retry.SAME_CALL),
            new Case("broken", 500, "{}", KubeError.Transient.class, Retry.SAME_CALL),
            new Case("a proxy without its server", 503, "", KubeError.Transient.class, Retry.SAME_CALL),
            new Case("anything else", 415, "{}", KubeError.Refused.class, Retry.POINTLESS));

    @ParameterizedTest
    @FieldSource("cases")
    void saysWhatRepeatingCanAchieve(Case c) {
        Json body = c.body().isEmpty() ? Json.MISSING : Json.parse(c.body());
        KubeError error = KubeError.of(c.code(), body, Optional.empty());
        assertThat(error).isInstanceOf(c.kind());
        assertThat(error.retry()).isEqualTo(c.retry());
        assertThat(error.message()).isNotEmpty();
    }

    @org.junit.jupiter.api.Test
    void theServersWaitComesFromTheHeaderElseFromTheStatus() {
        Json status = Json.parse("{\"details\":{\"retryAfterSeconds\":3}}");
        assertThat(KubeError.of(429, status, Optional.empty()).notBefore()).contains(Duration.ofSeconds(3));
        assertThat(KubeError.of(429, status, Optional.of(Duration.ofSeconds(9))).notBefore())
                .contains(Duration.ofSeconds(9));
    }
}
