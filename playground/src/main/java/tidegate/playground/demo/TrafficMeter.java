package tidegate.playground.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A steady visitor of the demo application: asks through the gateway thirty times a second and remembers what answered.
 * A request without a good answer counts as lost.
 */
final class TrafficMeter implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(33);
    private static final int REMEMBERED = 60;
    static final String LOST = "lost";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final HttpRequest request;
    private final Deque<String> answers = new ArrayDeque<>();
    private final Thread visitor = Thread.ofVirtual().name("visitor").unstarted(this::visit);
    private long lost;
    private long asked;

    private TrafficMeter(URI application) {
        request = HttpRequest.newBuilder(application)
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    static TrafficMeter start(URI application) {
        var meter = new TrafficMeter(application);
        meter.visitor.start();
        return meter;
    }

    private void visit() {
        try {
            while (true) {
                String answer = ask();
                synchronized (answers) {
                    // nothing can be lost before the application has answered for the first time
                    if (asked == 0 && answer.equals(LOST)) {
                        answers.wait(PERIOD.toMillis());
                        continue;
                    }
                    answers.addLast(answer);
                    if (answers.size() > REMEMBERED) answers.removeFirst();
                    asked++;
                    if (answer.equals(LOST)) lost++;
                }
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private String ask() throws InterruptedException {
        try {
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() != 200) return LOST;
            return answer.headers().firstValue("X-Color").orElse(LOST);
        } catch (IOException e) {
            return LOST;
        }
    }

    /** Requests without a good answer since the first good one. */
    long lost() {
        synchronized (answers) {
            return lost;
        }
    }

    /** Requests since the first good answer. */
    long asked() {
        synchronized (answers) {
            return asked;
        }
    }

    /** Share of each colour among the last two seconds' answers, in percent. */
    Map<String, Long> shares() {
        synchronized (answers) {
            if (answers.isEmpty()) return Map.of();
            long all = answers.size();
            return answers.stream()
                    .collect(Collectors.groupingBy(one -> one, TreeMap::new, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            one -> Math.round(100.0 * one.getValue() / all),
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    /** The shares as a bar of forty cells with a legend. */
    String bar(Screen screen) {
        Map<String, Long> shares = shares();
        if (shares.isEmpty()) return "no answers yet";
        var bar = new StringBuilder();
        var legend = new StringBuilder();
        shares.forEach((colour, percent) -> {
            bar.append(screen.paint(styleOf(colour), "█".repeat((int) Math.round(percent * 0.4))));
            legend.append("  ")
                    .append(screen.paint(styleOf(colour), colour))
                    .append(' ')
                    .append(percent)
                    .append(" %");
        });
        return bar.toString() + legend;
    }

    private static String styleOf(String colour) {
        return switch (colour.toLowerCase(Locale.ROOT)) {
            case "blue" -> "34";
            case "green" -> "32";
            case "yellow" -> "33";
            case "red", LOST -> "31";
            default -> "37";
        };
    }

    @Override
    public void close() {
        visitor.interrupt();
        client.shutdownNow();
    }
}
