package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.event.EventReader;
import dev.indelible.event.EventText;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Parts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final UUID ID = UUID.fromString("0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60");

    private final Redaction redaction = new Redaction(DefaultRules.all());

    private static Parts parts(String event) {
        byte[] bytes = event.getBytes(UTF_8);
        return EventReader.read(bytes, 0, bytes.length)
                .placed(ID, EventTime.parse("2026-01-01T00:00:00Z"), "acme");
    }

    /// An event with this JSON as a request's payload.
    private static Parts payload(String json) {
        return parts("{\"action\":\"a\",\"detail\":{\"request\":{\"payload\":" + json + "}}}");
    }

    private String redactedPayload(String json) {
        Parts parts = redaction.redacted(payload(json));
        assertThat(EventReader.event(parts).action()).isEqualTo("a");
        String text = new String(EventText.join(parts), UTF_8);
        return text.substring(text.indexOf("\"payload\":") + 10, text.length() - 3);
    }

    /// The numbers are those that card issuers publish for tests.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"4242424242424242\"` | `\"[redacted: card-number]\"`",
                "`\"paid by 4242 4242 4242 4242, thanks\"` | `\"paid by [redacted: card-number],"
                        + " thanks\"`",
                "`\"5555-5555-5555-4444\"` | `\"[redacted: card-number]\"`",
                "`\"3782 822463 10005\"` | `\"[redacted: card-number]\"`",
                "`378282246310005` | `\"[redacted: card-number]\"`",
                "`[30569309025904,1]` | `[\"[redacted: card-number]\",1]`",
                "`{\"password\":\"hunter2\",\"user\":\"jane\"}` | `{\"password\":\"[redacted:"
                        + " password]\",\"user\":\"jane\"}`",
                "`{\"newPassword\":12345}` | `{\"newPassword\":\"[redacted: password]\"}`",
                "`{\"DB_PASSWORD\":[\"a\",\"b\"]}` | `{\"DB_PASSWORD\":\"[redacted: password]\"}`",
                "`{\"client-secret\":\"s\",\"x_api_key\":\"k\"}` | `{\"client-secret\":\"[redacted:"
                        + " secret]\",\"x_api_key\":\"[redacted: secret]\"}`",
                "`{\"Authorization\":\"Basic eA==\"}` | `{\"Authorization\":\"[redacted:"
                        + " authorization]\"}`",
                "`{\"headers\":[{\"name\":\"Cookie\",\"value\":\"sid=1\"}]}` |"
                        + " `{\"headers\":[{\"name\":\"Cookie\",\"value\":\"[redacted:"
                        + " authorization]\"}]}`",
                "`{\"env\":[{\"value\":{\"a\":\"x\"},\"name\":\"DB_PASSWORD\"}]}` |"
                        + " `{\"env\":[{\"value\":\"[redacted:"
                        + " password]\",\"name\":\"DB_PASSWORD\"}]}`",
                "`\"Authorization: Bearer abcdefghijklmnop.qrs\"` | `\"Authorization: [redacted:"
                        + " authorization]\"`",
                "`\"sent Bearer abcdefghijklmnop.qrs on\"` | `\"sent Bearer [redacted:"
                        + " authorization] on\"`",
                "`\"Basic amFuZTpodW50ZXIy\"` | `\"Basic [redacted: authorization]\"`",
                "`\"/v1/x?access_token=abc&page=2\"` | `\"/v1/x?access_token=[redacted:"
                        + " token]&page=2\"`",
                "`\"postgres://app:s3cr3t@db/orders\"` | `\"postgres://app:[redacted:"
                        + " password]@db/orders\"`",
                "`\"postgres:\\/\\/app:s3cr3t@db\\/orders\"` | `\"postgres://app:[redacted:"
                        + " password]@db/orders\"`",
                "`\"{\\\"password\\\":\\\"hunter2\\\",\\\"n\\\":1}\"` |"
                        + " `\"{\\\"password\\\":\\\"[redacted: password]\\\",\\\"n\\\":1}\"`",
                "`\"p\\u0061ssword=hunter2\"` | `\"password=[redacted: password]\"`",
                "`{\"p\\u0061ssword\":\"hunter2\"}` | `{\"p\\u0061ssword\":\"[redacted:"
                        + " password]\"}`",
                "`\"key ghp_0123456789abcdefghij0123456789abcdef.\"` | `\"key [redacted:"
                        + " token].\"`",
                "`\"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\"` | `\"[redacted: token]\"`",
                "`\"-----BEGIN RSA PRIVATE KEY-----\\nMIIB\\n-----END RSA PRIVATE"
                        + " KEY-----\\nrest\"` | `\"[redacted: private-key]\\u000arest\"`",
                "`\"-----BEGIN PRIVATE KEY-----\\nMIIB\"` | `\"[redacted: private-key]\"`",
                "`{\"ghp_0123456789abcdefghij0123456789abcdef\":1}` | `{\"[redacted: token]"
                        + " 1\":1}`",
            })
    void secretsGiveWayToMarkersThatNameTheRule(String sent, String kept) {
        assertThat(redactedPayload(sent)).isEqualTo(kept);
    }

    /// The ways in which programs, people and configuration files write the same.
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '~',
            textBlock =
                    """
                    "password=\\"ab\\\\\\"cd\\" x" -> "password=\\"[redacted: password]\\" x"
                    "{\\"password\\":\\"hun\\\\\\"ter\\\\\\\\\\",\\"n\\":1}" -> "{\\"password\\":\\"[redacted: password]\\",\\"n\\":1}"
                    "{\\\\\\"pwd\\\\\\":\\\\\\"a\\\\\\\\\\\\\\\\\\"b\\\\\\"}" -> "{\\\\\\"pwd\\\\\\":\\\\\\"[redacted: password]\\\\\\"}"
                    "password='it''s' x" -> "password='[redacted: password]' x"
                    "password=(hunter2) x" -> "password=[redacted: password] x"
                    "password=hun(ter)2) x" -> "password=[redacted: password]) x"
                    "password=C:\\\\x\\\\y x" -> "password=[redacted: password] x"
                    "password == \\"x\\" and pwd := `y` => 1" -> "password == \\"[redacted: password]\\" and pwd := `[redacted: password]` => 1"
                    "Authorization=Bearer abc on" -> "Authorization=[redacted: authorization] on"
                    "postgres://app:pa/ss@db/x?y=a@b" -> "postgres://app:[redacted: password]@db/x?y=a@b"
                    "https://me:x?#/a@b@host/x" -> "https://me:[redacted: password]@host/x"
                    {"permissions":{"secret":"hunter2"}} -> {"permissions":{"secret":"[redacted: secret]"}}
                    {"roles":[{"password":"hunter2"}]} -> {"roles":[{"password":"[redacted: password]"}]}
                    {"Name":"Password","NewValue":"x","OLD_VALUE":"y"} -> {"Name":"Password","NewValue":"[redacted: password]","OLD_VALUE":"[redacted: password]"}
                    {"field":"pwd","from":"x","to":["y"]} -> {"field":"pwd","from":"[redacted: password]","to":"[redacted: password]"}
                    {"password":{"value":"x","n":123456,"length":12,"set":true}} -> {"password":{"value":"[redacted: password]","n":"[redacted: password]","length":12,"set":true}}
                    {"secrets":{"db":"x","all":[{"a":"y"}],"name":"z"}} -> {"secrets":{"db":"[redacted: secret]","all":[{"a":"[redacted: secret]"}],"name":"z"}}
                    {"cookies":{"sid":"x"}} -> {"cookies":{"sid":"[redacted: authorization]"}}
                    {"headers":[["Authorization","x"],["a","b"]]} -> {"headers":[["Authorization","[redacted: authorization]"],["a","b"]]}
                    {"rawHeaders":["Host","a","Cookie","x"]} -> {"rawHeaders":["Host","a","Cookie","[redacted: authorization]"]}
                    ["Authorization: Bearer x","b"] -> ["Authorization: [redacted: authorization]","b"]
                    {"header":"authorization","val":"x"} -> {"header":"authorization","val":"[redacted: authorization]"}
                    {"passwords":["x"],"api-keys":"y","accessTokens":{"a":"z"}} -> {"passwords":"[redacted: password]","api-keys":"[redacted: secret]","accessTokens":{"a":"[redacted: token]"}}
                    "mysql --password x -u me" -> "mysql --password [redacted: password] -u me"
                    "run --api-key \\"x y\\" -token z" -> "run --api-key \\"[redacted: secret]\\" -token [redacted: token]"
                    ["mysql","--password","x","-v"] -> ["mysql","--password","[redacted: password]","-v"]
                    "<password>x</password><p/>" -> "<password>[redacted: password]</password><p/>"
                    "<ns:Password a='1'>x y</ns:Password>" -> "<ns:Password a='1'>[redacted: password]</ns:Password>"
                    "<apiKeys><k>x</k><k>y</k></apiKeys>" -> "<apiKeys>[redacted: secret]</apiKeys>"
                    "a: 1\\npassword: y\\nb: 2" -> "a: 1\\u000apassword: [redacted: password]\\u000ab: 2"
                    "login with password: hunter2 failed" -> "login with password: [redacted: password] failed"
                    "secret: |\\n  x\\n  y\\nb: 2" -> "secret: |\\u000a[redacted: secret]b: 2"
                    {"pass​word":"x","ｐａｓｓｗｏｒｄ":"y"} -> {"pass​word":"[redacted: password]","ｐａｓｓｗｏｒｄ":"[redacted: password]"}
                    {"se\\u200dcret":"x"} -> {"se\\u200dcret":"[redacted: secret]"}
                    "ｐａｓｓｗｏｒｄ＝x p­wd=y" -> "ｐａｓｓｗｏｒｄ＝[redacted: password] p­wd=[redacted: password]"
                    "4242.4242.4242.4242" -> "[redacted: card-number]"
                    "4242 4242 4242 4242" -> "[redacted: card-number]"
                    "3782‑822463‑10005" -> "[redacted: card-number]"
                    "4242\\u202f4242\\u202f4242\\u202f4242" -> "[redacted: card-number]"
                    "my_ghp_0123456789abcdefghij0123456789abcdef" -> "my_[redacted: token]"
                    "x-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl" -> "x-[redacted: token]"
                    """)
    void secretsInOtherFormsGiveWayToo(String sent, String kept) {
        assertThat(redactedPayload(sent)).isEqualTo(kept);
    }

    @Test
    void namesNeverTakeWhatAnEventCannotBeWithout() {
        var own =
                new Redaction(
                        List.of(
                                Rule.of(
                                        "a",
                                        Set.of("targets", "roles", "onBehalfOf", "labels", "id"),
                                        List.of(),
                                        List.of())));
        Parts parts =
                own.redacted(
                        parts(
                                """
                                {"action":"a","actor":{"id":"u","roles":["r"],"onBehalfOf":[{"id":"v"}]},\
                                "targets":[{"id":"t"}],"detail":{"labels":{"x":"y"},"request":\
                                {"payload":{"labels":{"x":"y"},"id":777}}}}\
                                """));

        assertThat(new String(EventText.join(parts), UTF_8))
                .contains(
                        """
                        "actor":{"id":"u","roles":["r"],"onBehalfOf":[{"id":"v"}]},"targets":[{"id":"t"}],\
                        "detail":{"labels":{"x":"y"},"request":{"payload":\
                        {"labels":"[redacted: a]","id":"[redacted: a]"}}}\
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"4242424242424243\"", // another check digit
                "\"1559059625500171\"", // microseconds since 1970
                "1559059625500171300",
                "\"9424242424242424\"", // nobody issues these
                "\"x4242424242424242\"",
                "\"42424242-4242-4242-4242-424242424242\"",
                "\"4242.4242.4242.4243\"",
                "\"4242 4242.4242 4242\"",
                "\"arn:aws:secretsmanager:us-west-2:123456789012:secret:prod/db-AbCdEf\"",
                "\"https://[fe80::1]:8080/a@b?c=d@e https://db:5432/x@y docker://x/y:tag@sha256:ab\"",
                "{\"permissions\":{\"secrets\":[\"get\",\"list\"],\"tokens\":\"READ_WRITE_ACCESS\"}}",
                "{\"tokens\":1234,\"usage\":{\"inputTokens\":77}}",
                "{\"secret\":{\"name\":\"db\",\"namespace\":\"prod\",\"createdAt\":\"2026-01-01\",\"length\":12}}",
                "{\"secrets\":[{\"name\":\"default-token-x\"}]}",
                "\"x_npm_config_user_agent-is-a-long\"",
                "\"token: expired\"",
                "\"use --password --x or - password, non-password x\"",
                "\"scope api_token:read\"",
                "[\"password\",\"email\"]",
                "\"it’s … 日本，ｱｲｳ\"",
                "\"42 42 42 42 42 42 42 42\"",
                "{\"tokenId\":\"t-1\",\"passwordLogin\":true,\"secretName\":\"db\",\"secret\":null,\"password\":\"\"}",
                "{\"permissions\":{\"Secret\":\"READ_ACCESS\"}}",
                "{\"authorization\":{\"decision\":\"allow\",\"reason\":\"RBAC\"}}",
                "\"Password: changed by an administrator\"",
                "\"Authorization: the user was not allowed\"",
                "\"the bearer of this letter; Basic authentication\"",
                "\"https://example.com/a?b=c@d\"",
                "\"AKIAIOSFODNN7EXAMPLE\"", // names a key and opens nothing
                "\"-----BEGIN PUBLIC KEY-----\\nMIIB\\n-----END PUBLIC KEY-----\"",
            })
    void whatIsNoSecretStaysAsItWasSent(String sent) {
        Parts parts = payload(sent);

        assertThat(redaction.redacted(parts)).isSameAs(parts);
    }

    @Test
    void ourOwnKeysAreTakenOutWhereverTheyStand() {
        String key = "ind_" + "k7" + "_" + "0123456789abcdef".repeat(4) + "01234567";
        Parts parts =
                redaction.redacted(
                        parts(
                                "{\"action\":\"a\",\"correlationId\":\"%1$s\",\"actor\":{\"id\":\"%1$s\",\"type\":\"user\"},\"targets\":[{\"name\":\"x %1$s\"}],\"client\":{\"userAgent\":\"%1$s\"},\"detail\":{\"labels\":{\"a\":\"%1$s\"}}}"
                                        .formatted(key)));

        assertThat(new String(EventText.join(parts), UTF_8))
                .doesNotContain("0123456789abcdef")
                .contains(
                        "\"correlationId\":\"[redacted: indelible-key]\"",
                        "\"actor\":{\"id\":\"[redacted: indelible-key]\",\"type\":\"user\"}",
                        "\"name\":\"x [redacted: indelible-key]\"",
                        "\"userAgent\":\"[redacted: indelible-key]\"",
                        "\"labels\":{\"a\":\"[redacted: indelible-key]\"}");
        assertThat(redaction.counts()).containsEntry("indelible-key", 5L);
    }

    @Test
    void changesOfSecretsLoseBothValues() {
        Parts parts =
                redaction.redacted(
                        parts(
                                "{\"action\":\"a\",\"detail\":{\"changes\":[{\"old\":\"a\",\"path\":\"/spec/password\",\"new\":{\"b\":1}},{\"path\":\"/name\",\"old\":\"c\"}]}}"));

        assertThat(new String(EventText.join(parts), UTF_8))
                .contains(
                        "{\"old\":\"[redacted:"
                                + " password]\",\"path\":\"/spec/password\",\"new\":\"[redacted:"
                                + " password]\"},{\"path\":\"/name\",\"old\":\"c\"}");
    }

    @Test
    void rulesOfOnesOwnGoByNameAndPath() {
        var own =
                new Redaction(
                        List.of(
                                Rule.of("health", Set.of("Diagnosis"), List.of(), List.of()),
                                Rule.of(
                                        "notes",
                                        Set.of(),
                                        List.of(
                                                MemberPath.of("detail.**.notes"),
                                                MemberPath.of("client.ip")),
                                        List.of())));
        Parts parts =
                own.redacted(
                        parts(
                                "{\"action\":\"a\",\"client\":{\"ip\":\"203.0.113.7\"},\"detail\":{\"request\":{\"payload\":{\"diagnosis\":\"x\",\"notes\":{\"y\":true},\"z\":[{\"notes\":false}]}}}}"));

        assertThat(new String(EventText.join(parts), UTF_8))
                .contains(
                        "\"client\":{\"ip\":\"[redacted: notes]\"}",
                        "{\"diagnosis\":\"[redacted: health]\",\"notes\":\"[redacted:"
                                + " notes]\",\"z\":[{\"notes\":\"[redacted: notes]\"}]}");
    }

    /// Each is the worst for one of the finders.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJ",
                "eyJ.",
                "eyJ-",
                "ghp_",
                "ind_",
                "-----BEGIN ",
                "-",
                "password=",
                "password:",
                "\\\"password\\\":",
                "://",
                "://a:b",
                "4242 ",
                "4",
                "bearer ",
                "basic ",
                "token_",
                "Authorization: ",
                "pas-",
                "\\u0070assword=",
                "=",
                "sk_",
                "api_key: ",
                "password: |",
                "password=(",
                "password='",
                "<password>",
                "--password ",
                "Authorization:,",
                "token: a ",
                "ghp_ghp-",
                "eyJ-eyJhbGciOiJI_",
                "://a:b/",
                "ｐ",
                "4242."
            })
    @Timeout(20)
    void hostileTextsCostNoMoreThanTheirLength(String piece) {
        long shortNanos = Long.MAX_VALUE;
        long longNanos = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            shortNanos = Math.min(shortNanos, nanos(piece, 30_000));
            longNanos = Math.min(longNanos, nanos(piece, 270_000));
        }

        // In proportion it is 9 times; were it the square, 81.
        assertThat(longNanos)
                .isLessThan(Math.max(shortNanos * 40, Duration.ofMillis(250).toNanos()));
    }

    private long nanos(String piece, int chars) {
        Parts parts = payload("[\"x\",\"" + piece.repeat(chars / piece.length()) + "\"]");
        long begun = System.nanoTime();
        redaction.redacted(parts);
        return System.nanoTime() - begun;
    }

    /// A name of half of an event, over a list of as many items as the other half has room for.
    @Test
    @Timeout(20)
    void longNamesAreLookedAtOnceHoweverManyItemsTheyHave() {
        String name = "x".repeat(400_000) + "token-not";
        Parts parts = payload("{\"%s\":[%s{\"a\":[2]}]}".formatted(name, "1,".repeat(200_000)));

        assertThat(redaction.redacted(parts)).isSameAs(parts);
    }

    @Test
    void markersNeverMakeATextLongerThanItMayBe() {
        String many = "pwd=x ".repeat(341);
        Parts parts =
                redaction.redacted(
                        parts(
                                "{\"action\":\"a\",\"client\":{\"requestId\":\"%s\"}}"
                                        .formatted(many)));

        assertThat(EventReader.event(parts).client()).isNotNull();
        assertThat(new String(EventText.join(parts), UTF_8))
                .contains("\"requestId\":\"[redacted: password]\"");
    }

    @Test
    void eventThatMarkersMakeTooLargeIsRefused() {
        String many = "[" + "\"pwd=x\",".repeat(100_000) + "1]";

        assertThatThrownBy(() -> redaction.redacted(payload(many)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("at most 1048576");
    }

    @Test
    void redactingAgainChangesNothing() {
        Parts once =
                redaction.redacted(
                        payload(
                                "{\"password\":\"a\",\"t\":\"pwd=b Authorization: Bearer"
                                        + " abcdefghijklmnopq\"}"));

        assertThat(redaction.redacted(once)).isEqualTo(once);
    }
}
