package tidegate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process and its children have used, as Linux counts it.
 *
 * @param cpu of user and system, since the process began
 * @param rssKib resident now
 * @param peakRssKib the most that was ever resident
 */
record ProcessUsage(Duration cpu, long rssKib, long peakRssKib) {
    /** Linux reports CPU time to programs in hundredths of a second, whatever the kernel's own tick is. */
    private static final long TICKS_PER_SECOND = 100;

    private static final ProcessUsage NOTHING = new ProcessUsage(Duration.ZERO, 0, 0);

    /** Of the process and its descendants now; nothing at all once it has ended. */
    static ProcessUsage of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> ofOne(Path.of("/proc", String.valueOf(each.pid()))))
                .reduce(NOTHING, ProcessUsage::plus);
    }

    private static ProcessUsage ofOne(Path folder) {
        try {
            return parse(Files.readString(folder.resolve("stat")), Files.readString(folder.resolve("status")));
        } catch (IOException ended) {
            return NOTHING;
        }
    }

    /** @param stat and status: the files of that name in a process' folder below {@code /proc} */
    static ProcessUsage parse(String stat, String status) {
        // the second field is a name in parentheses that may hold anything
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        Duration cpu = Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
        return new ProcessUsage(cpu, kib(status, "VmRSS"), kib(status, "VmHWM"));
    }

    private static long kib(String status, String key) {
        Matcher line = Pattern.compile("(?m)^" + key + ":\\s+(\\d+) kB$").matcher(status);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private ProcessUsage plus(ProcessUsage other) {
        return new ProcessUsage(cpu.plus(other.cpu), rssKib + other.rssKib, peakRssKib + other.peakRssKib);
    }
}
