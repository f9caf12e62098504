package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EventTreeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "17",
                "-999999999999999999",
                "9223372036854775808",
                "1.50",
                "0.00000001",
                "1e5",
                "1.5E2147483649",
                "-1e-99999999999",
                "1.0E7",
                "1.0e7",
                "-1.2345678901234567E-104",
                "12345.678901234567",
                "0.0012345678901234567",
                "-0.0",
                "1E400",
                "9223372036854775807",
                "0.1000000000000000000000000000000001"
            })
    void aNumberIsWrittenAsItWas(String number) {
        JsonNode tree = EventTree.of("{\"a\":[%s,{\"b\":%1$s}]}".formatted(number));

        assertThat(tree.toString()).isEqualTo("{\"a\":[%s,{\"b\":%1$s}]}".formatted(number));
        assertThat(EventTree.text(tree.path("a").path(0))).isEqualTo(number);
    }

    @Test
    void whatIsNoNumberIsAsItWas() {
        JsonNode tree =
                EventTree.of(
                        "{\"s\":\"x\",\"t\":true,\"f\":false,\"n\":null,\"i\":12,\"d\":0.5,\"o\":{}}"
                                .getBytes(UTF_8));

        assertThat(tree.path("i").asInt()).isEqualTo(12);
        assertThat(tree.path("d").asDouble()).isEqualTo(0.5);
        assertThat(tree.path("t").booleanValue()).isTrue();
        assertThat(EventTree.text(tree.path("s"))).isEqualTo("x");
        assertThat(EventTree.text(tree.path("f"))).isEqualTo("false");
        assertThat(EventTree.text(tree.path("n"))).isEmpty();
        assertThat(EventTree.text(tree.path("none"))).isEmpty();
        assertThat(EventTree.text(tree.path("o"))).isEqualTo("{}");
    }

    /// As Java writes seconds of some months.
    @ParameterizedTest
    @ValueSource(doubles = {1.0E7, 1.2345678901234567E-104, 0.0012345678901234567, 1.0 / 3, 1e300})
    void aDoubleIsTheNumberItWas(double number) {
        assertThat(EventTree.of("[" + number + "]").path(0).asDouble(0)).isEqualTo(number);
    }

    /// Jackson's table of names takes no more than some hundred of one hash, which is the number of
    /// their characters in base 33 from any seed on: `Ab` and `BA` have one.
    @Test
    void namesMayHaveOneHash() {
        var json = new StringBuilder("{\"\":0");
        for (int i = 0; i < 4096; i++) {
            String bits = Integer.toBinaryString(4096 + i).substring(1);
            json.append(",\"")
                    .append(bits.replace("0", "Ab").replace("1", "BA"))
                    .append("\":")
                    .append(i);
        }
        String event = json.append("}").toString();

        assertThat(EventTree.of(event).toString()).isEqualTo(event);
        assertThat(EventTree.of(event.getBytes(UTF_8)).toString()).isEqualTo(event);
    }

    /// To make a number of a million digits takes half a minute.
    @Test
    @Timeout(10)
    void aNumberAsLongAsAnEventCostsNothing() {
        String digits = "9".repeat(1_000_000);

        assertThat(EventTree.of("[" + digits + "]").toString()).hasSize(1_000_002);
    }

    @Test
    void aNameMayBeAsLongAsAnEvent() {
        String name = "n".repeat(900_000);

        assertThat(EventTree.of("{\"%s\":1}".formatted(name)).path(name).asInt()).isEqualTo(1);
    }
}
