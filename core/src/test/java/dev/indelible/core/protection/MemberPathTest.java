package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.EventReader;
import dev.indelible.event.EventText;
import dev.indelible.event.EventTime;
import dev.indelible.event.Parts;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberPathTest {
    @ParameterizedTest
    @CsvSource({
        "detail.**.ssn, detail/a/b/SSN, true",
        "detail.**.SSN, detail/ssn, true",
        "detail.**.s\uff53N, detail/\uff33s\uff4e, true",
        "detail.**.ssn, 'detail/s\u200bsn', true",
        "detail.**.ssn, 'detail/ ssn ', true",
        "detail.**.ssn, detail/ssns, false",
        "detail.**.ssn, detail/s-sn, false",
        "actor.email, actor/eMail, true",
        "actor.email, actor/emai\u0142, false",
    })
    void namesAreTheSameInAnyCaseAndWhereTheyLookTheSame(String path, String place, boolean is) {
        assertThat(MemberPath.of(path).matches(Arrays.asList(place.split("/")))).isEqualTo(is);
        assertThat(MemberPath.of(path).toString()).isEqualTo(path);
    }

    /// Else a question by a member that is masked would be answered.
    @Test
    void pathsThatDifferInCaseMeetAndAreEqual() {
        assertThat(MemberPath.of("actor.Email").meets(MemberPath.of("actor.email"))).isTrue();
        assertThat(MemberPath.of("actor.Email")).isEqualTo(MemberPath.of("actor.email"));
        assertThat(MemberPath.of("actor.name").meets(MemberPath.of("actor.email"))).isFalse();
    }

    @Test
    void whatIsTakenOutByItsPathIsTakenOutOfChangesToo() {
        var own =
                new Redaction(
                        List.of(
                                Rule.of(
                                        "ssn",
                                        Set.of(),
                                        List.of(MemberPath.of("detail.**.ssn")),
                                        List.of())));
        String event =
                "{\"action\":\"a\",\"detail\":{\"changes\":[{\"new\":{\"x\":[1]},\"path\":\"/people/0/SSN\",\"old\":\"1-2\"},{\"path\":\"/name\",\"old\":\"c\",\"new\":{\"Ssn\":\"1-3\"}}]}}";

        byte[] bytes = event.getBytes(UTF_8);
        Parts parts =
                EventReader.read(bytes, 0, bytes.length)
                        .placed(new UUID(1, 2), EventTime.parse("2026-01-01T00:00:00Z"), "acme");

        String left = new String(EventText.join(own.redacted(parts)), UTF_8);

        assertThat(left)
                .contains("\"old\":\"c\"", "/people/0/SSN")
                .doesNotContain("1-2", "1-3", "\"x\"");
        assertThat(left.split("\\[redacted: ssn]", -1)).hasSize(4);
    }
}
