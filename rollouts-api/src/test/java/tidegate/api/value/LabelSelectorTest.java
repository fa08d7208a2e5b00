package tidegate.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;

class LabelSelectorTest {
    private static LabelSelector selector(String json) {
        return LabelSelector.of(Json.parse(json.replace('\'', '"')));
    }

    @Test
    void itsTextIsSortedByKeyAsInTheStatus() {
        var all = selector("{'matchLabels':{'k':'v'},'matchExpressions':["
                + "{'key':'k4','operator':'DoesNotExist'},"
                + "{'key':'k3','operator':'Exists','values':[]},"
                + "{'key':'k5','operator':'NotIn','values':['z']},"
                + "{'key':'k2','operator':'In','values':['b','a']}]}");
        assertThat(all).hasToString("k=v,k2 in (a,b),k3,!k4,k5 notin (z)");
        assertThat(selector("{}")).hasToString("<none>").isEqualTo(LabelSelector.EVERYTHING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'matchLabels':{'a':'1'}}|true",
                "{'matchLabels':{'a':'2'}}|false",
                "{'matchLabels':{'a':'1','b':'1'}}|false",
                "{'matchExpressions':[{'key':'a','operator':'In','values':['1','2']}]}|true",
                "{'matchExpressions':[{'key':'b','operator':'In','values':['1']}]}|false",
                "{'matchExpressions':[{'key':'a','operator':'NotIn','values':['1']}]}|false",
                "{'matchExpressions':[{'key':'b','operator':'NotIn','values':['1']}]}|true",
                "{'matchExpressions':[{'key':'a','operator':'Exists'}]}|true",
                "{'matchExpressions':[{'key':'b','operator':'Exists'}]}|false",
                "{'matchExpressions':[{'key':'a','operator':'DoesNotExist'}]}|false",
                "{'matchExpressions':[{'key':'b','operator':'DoesNotExist'}]}|true",
                "{'matchLabels':{'a':'1'},'matchExpressions':[{'key':'a','operator':'DoesNotExist'}]}|false",
                "{}|true"
            })
    void allRequirementsMustHold(String json, boolean matches) {
        assertThat(selector(json.replace("'", "\"")).matches(Map.of("a", "1", "c", "3")))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'matchExpressions':[{'key':'a','operator':'Like','values':['1']}]}",
                "{'matchExpressions':[{'key':'a','operator':'In'}]}",
                "{'matchExpressions':[{'key':'a','operator':'NotIn','values':[]}]}",
                "{'matchExpressions':[{'key':'a','operator':'Exists','values':['1']}]}",
                "{'matchExpressions':[{'key':'a','operator':'DoesNotExist','values':['1']}]}"
            })
    void operatorsThatMakeNoSenseAreRefused(String json) {
        assertThatThrownBy(() -> selector(json)).isInstanceOf(MalformedValueException.class);
    }
}
