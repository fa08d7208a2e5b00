package tidegate.cli.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Asks again when the server says that it is busy (429): it did nothing with the request, whatever it was. It says so when
 * it has too much to do, and in the seconds after a definition was installed.
 */
final class Patience implements Interceptor {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int ATTEMPTS = 10;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** The answer; the server's refusal if it stays busy. */
    @Override
    public Response intercept(Chain chain) throws IOException {
        Response answer = chain.proceed(chain.request());
        for (int attempt = 1; answer.code() == TOO_MANY_REQUESTS && attempt < ATTEMPTS; attempt++) {
            Duration wait = askedFor(answer);
            answer.close();
            pause(wait);
            answer = chain.proceed(chain.request());
        }
        return answer;
    }

    /** What the server asks for in seconds, within reason; a second if it does not say. */
    private static Duration askedFor(Response answer) {
        String seconds = answer.header("Retry-After", "1");
        if (seconds == null || !seconds.matches("\\d{1,9}")) return Duration.ofSeconds(1);
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private static void pause(Duration wait) throws InterruptedIOException {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the server was busy");
        }
    }
}
