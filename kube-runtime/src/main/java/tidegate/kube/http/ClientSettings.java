package tidegate.kube.http;

import java.time.Duration;

/**
 * How a client presents itself and how hard it pushes.
 *
 * @param userAgent {@code name/version}, sent with every request
 * @param fieldManager sent with every write
 * @param qps requests per second in the long run; 0 or less for no limit
 * @param burst requests at once after a rest
 * @param timeout longest silence of the server during a call, unless the user asked for another; watches have none, and
 *     a read of one object waits for no more than {@link #LONGEST_GET}
 */
public record ClientSettings(String userAgent, String fieldManager, double qps, int burst, Duration timeout) {
    /** Nothing makes one object slow to read: whoever waits for it has something else to do. */
    static final Duration LONGEST_GET = Duration.ofSeconds(10);

    public ClientSettings {
        if (qps > 0 && burst < 1) throw new IllegalArgumentException("burst: " + burst + " (expected: 1 or more)");
        if (timeout.isNegative() || timeout.isZero())
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: more than zero)");
    }

    /** Unlimited, with a timeout of 30 s. */
    public static ClientSettings named(String name, String version) {
        return new ClientSettings(name + "/" + version, name, 0, 0, Duration.ofSeconds(30));
    }

    public ClientSettings paced(double requestsPerSecond, int atOnce) {
        return new ClientSettings(userAgent, fieldManager, requestsPerSecond, atOnce, timeout);
    }

    Duration timeoutOfGet() {
        return timeout.compareTo(LONGEST_GET) < 0 ? timeout : LONGEST_GET;
    }

    public ClientSettings timeout(Duration value) {
        return new ClientSettings(userAgent, fieldManager, qps, burst, value);
    }
}
