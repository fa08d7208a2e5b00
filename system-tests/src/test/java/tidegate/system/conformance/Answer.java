package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import tidegate.api.json.Json;

/** What the API answered to one {@link Call}. */
record Answer(String call, int code, HttpHeaders headers, String text) {

    Json json() {
        return Json.parse(text);
    }

    String contentType() {
        return headers.firstValue("Content-Type").orElse("");
    }

    /** The texts of the {@code Warning} headers, without their code 299 and agent. */
    List<String> warnings() {
        return headers.allValues("Warning").stream()
                .map(value -> value.replaceFirst("^299 - \"(.*)\"$", "$1").replace("\\\"", "\""))
                .toList();
    }

    /** The refusal, once it is seen to be a complete Status. */
    Refused refused(int expectedCode, String reason) {
        assertThat(code).as(toString()).isEqualTo(expectedCode);
        Json status = json();
        assertThat(status.get("kind")).as(toString()).isEqualTo(Json.of("Status"));
        assertThat(status.get("apiVersion")).as(toString()).isEqualTo(Json.of("v1"));
        assertThat(status.get("metadata")).as(toString()).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(status.get("status")).as(toString()).isEqualTo(Json.of("Failure"));
        assertThat(status.get("code")).as(toString()).isEqualTo(Json.of(expectedCode));
        assertThat(status.get("reason").stringOrEmpty()).as(toString()).isEqualTo(reason);
        return new Refused(status.get("message").stringOrEmpty(), status.get("details"));
    }

    /** @param details {@code name}, {@code group}, {@code kind}, {@code uid}, {@code causes}, as far as there are any */
    record Refused(String message, Json details) {

        Refused saying(String... parts) {
            assertThat(message).contains(parts);
            return this;
        }

        Refused named(String group, String kind, String name) {
            assertThat(details.get("group").stringOrEmpty())
                    .as("group in " + details)
                    .isEqualTo(group);
            assertThat(details.get("kind").stringOrEmpty())
                    .as("kind in " + details)
                    .isEqualTo(kind);
            assertThat(details.get("name").stringOrEmpty())
                    .as("name in " + details)
                    .isEqualTo(name);
            return this;
        }

        /** Whether one cause has this reason and field. */
        Refused causedBy(String reason, String field) {
            assertThat(details.get("causes").elements())
                    .as("causes in " + details)
                    .anyMatch(cause -> cause.get("reason").stringOrEmpty().equals(reason)
                            && cause.get("field").stringOrEmpty().equals(field));
            return this;
        }
    }

    @Override
    public String toString() {
        String shown = text.length() > 2000 ? text.substring(0, 2000) + "…" : text;
        return call + "\n-> " + code + " " + shown;
    }
}
