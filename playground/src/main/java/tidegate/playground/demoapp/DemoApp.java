package tidegate.playground.demoapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tidegate.api.json.Json;

/** One running copy of the demo application. */
public record DemoApp(String pod, String image) {
    private static final Duration SLOW = Duration.ofMillis(800);

    /**
     * @param takes how long the caller has to wait for it
     * @param colour of the application, also where it fails
     */
    public record Answer(int status, String contentType, byte[] body, Duration takes, Colour colour) {}

    /**
     * Answers one request: a page to browsers at {@code /}, JSON to everybody else.
     *
     * @param accept the header, {@code ""} without one
     * @param number of the request, counted by the caller: a bad application fails the odd ones
     */
    public Answer answer(String path, String accept, long number) {
        String tag = Colour.tagOf(image);
        Colour colour = Colour.of(image);
        Duration takes = tag.startsWith("slow-") ? SLOW : Duration.ZERO;
        if (path.equals("/") && accept.contains("text/html"))
            return new Answer(200, "text/html; charset=utf-8", page(), Duration.ZERO, colour);
        boolean fails = tag.startsWith("bad-") && number % 2 == 1;
        Json body = Json.object(
                "color",
                colour.name(),
                "css",
                colour.css(),
                "pod",
                pod,
                "image",
                image,
                "error",
                fails ? Json.of("this version fails every second request") : Json.MISSING);
        return new Answer(
                fails ? 500 : 200, "application/json", (body + "\n").getBytes(StandardCharsets.UTF_8), takes, colour);
    }

    private static byte[] page() {
        try (InputStream page = DemoApp.class.getResourceAsStream("page.html")) {
            if (page == null) throw new IllegalStateException("page.html is not on the class path");
            return page.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
