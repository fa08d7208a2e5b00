package tidegate.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tidegate.controlplane.Audit.ApiWrite;

class AuditLogTest {
    @TempDir
    Path folder;

    @Test
    void thereIsNothingBeforeTheFileIs() {
        assertThat(new AuditLog(folder.resolve("audit.log")).writes()).isEmpty();
    }

    @Test
    void aLineCountsOnceAndOnlyWhenItIsWhole() throws IOException {
        Path file = folder.resolve("audit.log");
        var log = new AuditLog(file);
        String second = line("second");
        append(file, line("first") + "\n" + second.substring(0, 40));
        assertThat(log.writes()).extracting(ApiWrite::name).containsExactly("first");
        append(file, second.substring(40) + "\n");
        assertThat(log.writes()).extracting(ApiWrite::name).containsExactly("first", "second");
        assertThat(log.writes()).hasSize(2);
    }

    @Test
    void readsAreNotKept() throws IOException {
        Path file = folder.resolve("audit.log");
        append(file, "{\"verb\":\"get\"}\n" + line("shop") + "\n");
        assertThat(new AuditLog(file).writes())
                .containsExactly(new ApiWrite(
                        "patch",
                        "rollouts",
                        "status",
                        "default",
                        "shop",
                        "tidegate/1",
                        200,
                        Instant.parse("2026-11-22T10:00:00.123456Z")));
    }

    @Test
    void filesOfManyBlocksAreReadToTheirEnd() throws IOException {
        Path file = folder.resolve("audit.log");
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) text.append(line("shop-" + i)).append('\n');
        append(file, text.toString());
        assertThat(new AuditLog(file).writes()).hasSize(20_000).last().returns("shop-19999", ApiWrite::name);
    }

    private static String line(String name) {
        return """
                {"verb":"patch","userAgent":"tidegate/1","requestReceivedTimestamp":"2026-11-22T10:00:00.123456Z",\
                "objectRef":{"resource":"rollouts","subresource":"status","namespace":"default","name":"%s"},\
                "responseStatus":{"code":200}}""".formatted(name);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
