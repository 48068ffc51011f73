package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DistinctNamesTest {

    static Stream<Arguments> scopes() {
        return Stream.of(
                Arguments.of("nothing", List.of(), Map.of()),
                Arguments.of("alone", List.of("id"), Map.of("id", "id")),
                Arguments.of(
                        "the plain one keeps its name",
                        List.of("ID", "Id", "id"),
                        Map.of("id", "id", "ID", "ID_2", "Id", "Id_3")),
                Arguments.of("twice the same", List.of("id", "id"), Map.of("id", "id")),
                Arguments.of("a number is taken", List.of("a", "A", "a_2"), Map.of("a", "a", "a_2", "a_2", "A", "A_3")),
                Arguments.of(
                        "a dotted capital is no plain i",
                        List.of("id", "\u0130d", "ID"),
                        Map.of("id", "id", "ID", "ID_2", "\u0130d", "\u0130d")),
                Arguments.of(
                        "what is none becomes one",
                        List.of("a b", "a-b", "a.b", "a_b"),
                        Map.of("a b", "a_b", "a-b", "a_b_2", "a.b", "a_b_3", "a_b", "a_b_4")),
                Arguments.of("keywords", List.of("class", "class_"), Map.of("class", "class_", "class_", "class__2")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scopes")
    void areDistinct(String scope, List<String> names, Map<String, String> expected) {
        assertThat(DistinctNames.of(names, name -> name)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scopes")
    void doNotDependOnTheOrder(String scope, List<String> names, Map<String, String> expected) {
        List<String> reversed = new ArrayList<>(names);
        Collections.reverse(reversed);
        assertThat(DistinctNames.of(reversed, name -> name)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "[{0}] is [{1}]")
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "id,id", "2fa,_2fa", "a b,a_b", "class,class_", "true,true_", "null,null_", "_,__", "__,___", "'',__",
                "$,$", "-,__", "*/,___", "größe,größe", "雨,雨", "🌧,___", "a\u0000b,a_b", "record,record", "var,var"
            })
    void areIdentifiers(String name, String identifier) {
        assertThat(DistinctNames.identifier(name)).isEqualTo(identifier);
        assertThat(SourceVersion.isName(identifier)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"user_roles;UserRoles;USER_ROLES", "a;A"})
    void differEvenWhereCaseIsIgnored(String names) {
        assertThat(DistinctNames.of(Arrays.asList(names.split(";")), name -> name.replace("_", "")).values().stream()
                        .map(String::toLowerCase))
                .doesNotHaveDuplicates();
    }
}
