package tidegate.api.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tidegate.api.json.Json;

class HashTest {
    private static final Json EMPTY = Json.parse("{\"metadata\":{},\"spec\":{\"containers\":null}}");
    private static final Json SCALE_DOWN_DELAY = deployed("canary-scaledowndelay", "");
    private static final Json DYNAMIC_SCALE =
            deployed("dynamic-stable-scale", ",\"readinessGates\":[{\"conditionType\":\"argoproj.io/e2e-readiness\"}]");

    private static Json deployed(String name, String more) {
        return Json.parse("{\"metadata\":{\"labels\":{\"app\":\"" + name + "\"}},\"spec\":{\"containers\":[{\"name\":\""
                + name + "\",\"image\":\"nginx:1.19-alpine\",\"ports\":[{\"name\":\"http\",\"containerPort\":80,"
                + "\"protocol\":\"TCP\"}],\"resources\":{\"requests\":{\"cpu\":\"5m\",\"memory\":\"16Mi\"}}}]" + more
                + "}}");
    }

    @Test
    void fnvIsTheOneWithTheXorFirst() {
        assertThat(new SafeHash().plus("").bits()).isEqualTo(0x811c9dc5);
        assertThat(new SafeHash().plus("a").bits()).isEqualTo(0xe40c292c);
        assertThat(new SafeHash().plus("foobar").bits()).isEqualTo(0xbf9cf968);
    }

    @Test
    void theHashIsWrittenInItsOwnAlphabet() {
        var hash = new SafeHash().plus(GoJson.podTemplate(EMPTY, GoJson.Dialect.CURRENT));
        assertThat(Integer.toUnsignedLong(hash.bits())).isEqualTo(2147027042L);
        assertThat(hash.text()).isEqualTo("658c46c486");
    }

    @Test
    void templatesGetTheNamesThatThePeerGivesThem() {
        assertThat(PodTemplateHash.of(EMPTY, OptionalInt.empty())).isEqualTo("658c46c486");
        assertThat(PodTemplateHash.of(SCALE_DOWN_DELAY, OptionalInt.empty())).isEqualTo("674d8cf959");
        assertThat(PodTemplateHash.of(DYNAMIC_SCALE, OptionalInt.empty())).isEqualTo("6b56c8cdb4");
    }

    @Test
    void aCollisionGivesAnotherNameAndSoDoesACountOfZero() {
        assertThat(PodTemplateHash.of(EMPTY, OptionalInt.of(1))).isEqualTo("6746d5bbc");
        assertThat(PodTemplateHash.of(EMPTY, OptionalInt.of(0)))
                .isNotEqualTo(PodTemplateHash.of(EMPTY, OptionalInt.empty()));
    }

    @Test
    void theNamesOfEarlierReleasesAreKnown() {
        assertThat(PodTemplateHash.ofEarlierReleases(SCALE_DOWN_DELAY, OptionalInt.empty()))
                .isEqualTo("66597877b7");
        assertThat(PodTemplateHash.ofEarlierReleases(DYNAMIC_SCALE, OptionalInt.empty()))
                .isEqualTo("868d98995b");
        assertThat(PodTemplateHash.ofEarlierReleases(EMPTY, OptionalInt.empty()))
                .isEqualTo("76bbb58f74");
    }

    @Test
    void keyOrderUnknownFieldsAndEmptyPartsDoNotMatter() {
        Json written = Json.parse("{\"spec\":{\"hostNetwork\":false,\"volumes\":[],\"nodeSelector\":{},\"new\":1,"
                + "\"containers\":null},\"metadata\":{\"creationTimestamp\":null}}");
        assertThat(PodTemplateHash.of(written, OptionalInt.empty())).isEqualTo("658c46c486");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|5ffbfbbd64",
                "[]|5ffbfbbd64",
                "[{\"pause\":{}}]|6b9b86fbd5",
                "[{\"pause\":{}},{\"pause\":{}}]|79c9b9f6bf",
                "[{\"setWeight\":20},{\"pause\":{\"duration\":\"10m\"}},{\"pause\":{}},{\"analysis\":{\"templates\":"
                        + "[{\"templateName\":\"success-rate\"}],\"args\":[{\"name\":\"svc\",\"value\":\"demo\"}]}}]"
                        + "|586fc7d55c",
                "[{\"experiment\":{\"duration\":\"1h\",\"templates\":[{\"specRef\":\"stable\",\"name\":\"a\"}]}}]"
                        + "|7cbd985866"
            })
    void stepsGetTheNamesThatThePeerGivesThem(String steps, String hash) {
        assertThat(StepHash.of(Json.parse(steps))).isEqualTo(hash);
    }

    @Test
    void stepsThatAreNotThereAreNull() {
        assertThat(StepHash.of(Json.MISSING)).isEqualTo("5ffbfbbd64");
    }
}
