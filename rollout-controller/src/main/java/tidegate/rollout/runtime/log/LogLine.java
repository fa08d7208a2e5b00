package tidegate.rollout.runtime.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;
import tidegate.api.json.Json;

/** One log event as one line, in the format that {@code tidegate.log.format} names. */
public final class LogLine implements StructuredLogFormatter<ILoggingEvent> {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/@^+:-]+");

    private final boolean json;

    /** Spring Boot hands the environment in; settings are not bound when the first line is written. */
    public LogLine(Environment environment) {
        this(environment.getProperty("tidegate.log.format", "text").equals("json"));
    }

    LogLine(boolean json) {
        this.json = json;
    }

    @Override
    public String format(ILoggingEvent event) {
        Map<String, String> fields = fields(event);
        return (json ? Json.of(fields).toString() : logfmt(fields)) + "\n";
    }

    private static Map<String, String> fields(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("time", event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
        fields.put("level", level(event.getLevel()));
        fields.put("msg", String.valueOf(event.getFormattedMessage()));
        List<KeyValuePair> values = event.getKeyValuePairs();
        if (values != null) for (KeyValuePair pair : values) fields.put(pair.key, String.valueOf(pair.value));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.putIfAbsent("error", thrown.getClassName() + ": " + thrown.getMessage());
            fields.put("stack", ThrowableProxyUtil.asString(thrown));
        }
        if (!event.getLoggerName().startsWith("tidegate.")) fields.put("logger", event.getLoggerName());
        return fields;
    }

    private static String level(Level level) {
        return level == Level.WARN ? "warning" : level.toString().toLowerCase(Locale.ROOT);
    }

    private static String logfmt(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + quoted(field.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : Json.of(value).toString();
    }
}
