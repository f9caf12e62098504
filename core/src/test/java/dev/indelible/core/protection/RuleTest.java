package dev.indelible.core.protection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor",
                "actor.id",
                "actor.*",
                "**",
                "**.id",
                "time",
                "outcome",
                "targets.type",
                "detail.**",
                "detail.response.code",
                "*.labels"
            })
    void pathsOfWhatAnEventCannotBeWithoutAreRefused(String path) {
        assertThatThrownBy(() -> Rule.of("a", Set.of(), List.of(MemberPath.of(path)), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path '" + path + "' would take out ")
                .hasMessageContaining("name what is to go more closely");
    }

    @Test
    void twoRulesOfOneNameAreAMistake() {
        Rule rule = Rule.of("a", Set.of("b"), List.of(), List.of());

        assertThatThrownBy(() -> new Redaction(List.of(rule, rule)))
                .hasMessageContaining("two rules have the name 'a'");
    }
}
