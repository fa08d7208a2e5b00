package tidegate.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tidegate.api.crd.Crds;
import tidegate.api.json.Json;

class CustomResourceTest {
    @ParameterizedTest
    @EnumSource
    void itsNamesAreThoseOfItsDefinition(CustomResource resource) {
        Json definition = Crds.definitions().stream()
                .filter(crd -> crd.at("metadata", "name").stringOrEmpty().equals(resource.definitionName()))
                .findFirst()
                .orElseThrow();
        Json names = definition.at("spec", "names");
        assertThat(names.get("kind").stringOrEmpty()).isEqualTo(resource.kind());
        assertThat(names.get("listKind").stringOrEmpty()).isEqualTo(resource.listKind());
        assertThat(names.get("plural").stringOrEmpty()).isEqualTo(resource.plural());
        assertThat(names.get("singular").stringOrEmpty()).isEqualTo(resource.singular());
        assertThat(names.get("shortNames").elements()).containsExactly(Json.of(resource.shortName()));
        assertThat(definition.at("spec", "scope").stringOrEmpty())
                .isEqualTo(resource.isNamespaced() ? "Namespaced" : "Cluster");
        Json version = definition.at("spec", "versions").get(0);
        assertThat(version.get("name").stringOrEmpty()).isEqualTo(CustomResource.VERSION);
        assertThat(version.at("subresources", "status").isPresent()).isEqualTo(resource.hasStatusSubresource());
    }
}
