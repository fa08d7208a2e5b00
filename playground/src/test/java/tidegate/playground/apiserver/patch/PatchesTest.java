package tidegate.playground.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.playground.apiserver.schema.KubernetesSchemas;
import tidegate.playground.apiserver.tree.Documents;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PatchesTest {
    private static JsonNode json(String text) {
        return Documents.json(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .tree();
    }

    record Case(String why, String before, String patch, String after) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> jsonPatches = List.of(
            new Case("add appends with a dash", "{'a':[1]}", "[{'op':'add','path':'/a/-','value':2}]", "{'a':[1,2]}"),
            new Case("add inserts at an index", "{'a':[1]}", "[{'op':'add','path':'/a/0','value':2}]", "{'a':[2,1]}"),
            new Case("remove from a list", "{'a':[1,2]}", "[{'op':'remove','path':'/a/0'}]", "{'a':[2]}"),
            new Case(
                    "replace of an absent member adds it", "{}", "[{'op':'replace','path':'/a','value':1}]", "{'a':1}"),
            new Case("slash and tilde are escaped", "{}", "[{'op':'add','path':'/a~1b~0','value':1}]", "{'a/b~':1}"),
            new Case("move", "{'a':1}", "[{'op':'move','from':'/a','path':'/b'}]", "{'b':1}"),
            new Case("copy", "{'a':1}", "[{'op':'copy','from':'/a','path':'/b'}]", "{'a':1,'b':1}"),
            new Case("test that holds", "{'a':1}", "[{'op':'test','path':'/a','value':1}]", "{'a':1}"));

    @ParameterizedTest
    @FieldSource("jsonPatches")
    void jsonPatchDoesWhatItSays(Case c) {
        assertThat(JsonPatch.apply(json(c.before()), json(c.patch()))).isEqualTo(json(c.after()));
    }

    @Test
    void jsonPatchThatDoesNotFitChangesNothing() {
        JsonNode before = json("{'a':1}");
        for (String patch : List.of(
                "[{'op':'test','path':'/a','value':2}]",
                "[{'op':'remove','path':'/b'}]",
                "[{'op':'add','path':'/x/y','value':1}]"))
            assertThatThrownBy(() -> JsonPatch.apply(before, json(patch))).isInstanceOf(BadPatchException.class);
        assertThat(before).isEqualTo(json("{'a':1}"));
    }

    static final List<Case> mergePatches = List.of(
            new Case("null removes", "{'a':1,'b':2}", "{'a':null}", "{'b':2}"),
            new Case("objects merge", "{'a':{'b':1}}", "{'a':{'c':2}}", "{'a':{'b':1,'c':2}}"),
            new Case("lists are replaced", "{'a':[1,2]}", "{'a':[3]}", "{'a':[3]}"),
            new Case("nulls inside new objects vanish", "{}", "{'a':{'b':null,'c':1}}", "{'a':{'c':1}}"));

    @ParameterizedTest
    @FieldSource("mergePatches")
    void mergePatchDoesWhatRfc7386Says(Case c) {
        assertThat(MergePatch.apply(json(c.before()), json(c.patch()))).isEqualTo(json(c.after()));
    }

    static final List<Case> strategicPatches = List.of(
            new Case(
                    "containers merge by name",
                    "{'spec':{'containers':[{'name':'a','image':'1'}]}}",
                    "{'spec':{'containers':[{'name':'a','image':'2'}]}}",
                    "{'spec':{'containers':[{'name':'a','image':'2'}]}}"),
            new Case(
                    "an element is deleted by directive",
                    "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
                    "{'spec':{'containers':[{'name':'a','$patch':'delete'}]}}",
                    "{'spec':{'containers':[{'name':'b'}]}}"),
            new Case(
                    "new elements come first, as the patch gives them no place",
                    "{'spec':{'containers':[{'name':'a'}]}}",
                    "{'spec':{'containers':[{'name':'b'}]}}",
                    "{'spec':{'containers':[{'name':'b'},{'name':'a'}]}}"),
            new Case(
                    "the order that is asked for",
                    "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
                    "{'spec':{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}],'containers':[{'name':'a','image':'x'}]}}",
                    "{'spec':{'containers':[{'name':'b'},{'name':'a','image':'x'}]}}"),
            new Case(
                    "a map is replaced by directive",
                    "{'metadata':{'labels':{'a':'1'}}}",
                    "{'metadata':{'labels':{'$patch':'replace','b':'2'}}}",
                    "{'metadata':{'labels':{'b':'2'}}}"),
            new Case(
                    "finalizers merge as a set and leave by directive",
                    "{'metadata':{'finalizers':['a/a','b/b']}}",
                    "{'metadata':{'$deleteFromPrimitiveList/finalizers':['a/a']}}",
                    "{'metadata':{'finalizers':['b/b']}}"),
            new Case(
                    "lists without a key are replaced",
                    "{'spec':{'containers':[{'name':'a','args':['1','2']}]}}",
                    "{'spec':{'containers':[{'name':'a','args':['3']}]}}",
                    "{'spec':{'containers':[{'name':'a','args':['3']}]}}"));

    @ParameterizedTest
    @FieldSource("strategicPatches")
    void strategicMergePatchFollowsTheSchema(Case c) {
        var schema = KubernetesSchemas.published().of("", "v1", "Pod");
        assertThat(StrategicMerge.apply((ObjectNode) json(c.before()), (ObjectNode) json(c.patch()), schema))
                .isEqualTo(json(c.after()));
    }
}
