package dev.indelible.sinks.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind.Fault;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.event.SentEvent;
import dev.indelible.formats.Formats;
import dev.indelible.sinks.Loopback;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.testkit.delivery.Batches;
import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault.Status;
import dev.indelible.testkit.delivery.Received;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@NullUnmarked
class WebhookSinkTest {
    private static final String NEW = "whsec_" + "bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3";
    private static final String OLD = "whsec_" + "b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xk";
    private static final Path SAMPLES =
            Path.of("../../shared/data/stackrox-samples/generated").toAbsolutePath().normalize();

    private final Outgoing outgoing = Loopback.outgoing();
    private final WebhookKind kind = new WebhookKind(outgoing, Clock.systemUTC());
    private ChaosReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = ChaosReceiver.start();
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
        outgoing.close();
    }

    private Received sent(String more, Map<String, String> secrets, Batch batch) {
        String json = "{\"endpoint\":\"" + receiver.url() + "\"" + more + "}";
        try (Sink sink = kind.open(new Settings(json, secrets))) {
            sink.send(Batches.parcel(sink, batch));
        }
        return receiver.received().getLast();
    }

    @Test
    void signatureIsVerifiedByTheReferenceLibrary() throws Exception {
        Received request = sent("", Map.of("signingSecret", NEW), Batches.of(new Random(1), 1, 20));

        new Webhook(NEW).verify(request.text(), headers(request));

        assertThatThrownBy(() -> new Webhook(OLD).verify(request.text(), headers(request)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> new Webhook(NEW).verify(request.text() + " ", headers(request)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void whileASecretIsChangedBothAreGood() throws Exception {
        Received request =
                sent(
                        "",
                        Map.of("signingSecret", NEW, "previousSigningSecret", OLD),
                        Batches.of(new Random(1), 1, 2));

        new Webhook(NEW).verify(request.text(), headers(request));
        new Webhook(OLD).verify(request.text(), headers(request));
        assertThat(request.header("webhook-signature").orElseThrow().split(" ")).hasSize(2);
    }

    private static HttpHeaders headers(Received request) {
        var headers = new TreeMap<String, List<String>>();
        for (String line : request.head().subList(1, request.head().size())) {
            String[] pair = line.split(": ", 2);
            headers.put(pair[0], List.of(pair[1]));
        }
        return HttpHeaders.of(headers, (_, _) -> true);
    }

    @Test
    void resendHasTheSameIdAndBytes() throws Exception {
        try (Sink sink =
                kind.open(new Settings("{\"endpoint\":\"" + receiver.url() + "\"}", Map.of()))) {
            Parcel parcel = Batches.parcel(sink, Batches.of(new Random(1), 1, 3));

            sink.send(parcel);
            sink.send(parcel);
        }

        Received first = receiver.received().get(0);
        Received second = receiver.received().get(1);
        assertThat(second.header("webhook-id")).isEqualTo(first.header("webhook-id")).isPresent();
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void nativeBodyHasWhatTheEventsAre() {
        Batch batch = Batches.of(new Random(7), 41, 3);

        JsonNode body = new JsonMapper().readTree(sent("", Map.of(), batch).body());

        assertThat(body.at("/type").stringValue()).isEqualTo("audit.events");
        assertThat(body.at("/data/firstDestinationSequence").longValue()).isEqualTo(41);
        assertThat(body.at("/data/lastDestinationSequence").longValue()).isEqualTo(43);
        assertThat(body.at("/data/events/2/destinationSequence").longValue()).isEqualTo(43);
        assertThat(body.at("/data/events/1/event"))
                .isEqualTo(new JsonMapper().readTree(batch.items().get(1).entry().text()));
    }

    @Test
    void credentialsAndHeadersAreSentAndNeverShown() {
        var settings =
                new Settings(
                        "{\"endpoint\":\"" + receiver.url() + "\",\"username\":\"audit\"}",
                        Map.of("password", "s3cret", "headers", "{\"X-Api-Key\":\"k-17\"}"));
        Sink.Exchange exchange;
        try (Sink sink = kind.open(settings)) {
            exchange = sink.test(Batches.parcel(sink, Batches.of(new Random(1), 1, 1)));
        }

        Received request = receiver.received().getLast();
        assertThat(request.header("Authorization")).contains("Basic YXVkaXQ6czNjcmV0");
        assertThat(request.header("X-Api-Key")).contains("k-17");
        assertThat(exchange.request())
                .contains("X-Api-Key: ***")
                .doesNotContain("k-17", "czNjcmV0");
        assertThat(settings.toString()).doesNotContain("s3cret", "k-17");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|endpoint",
                "{'endpoint':7}|endpoint",
                "{'endpoint':'ftp://x'}|endpoint",
                "{'endpoint':'https://u:p@x/'}|endpoint",
                "{'endpoint':'https://x/#f'}|endpoint",
                "{'endpoint':'https://x','format':'xml'}|format",
                "{'endpoint':'https://x','timeoutSeconds':31}|timeoutSeconds",
                "{'endpoint':'https://x','timeoutSeconds':'5'}|timeoutSeconds",
                "{'endpoint':'https://x','username':'a'}|password",
                "{'endpoint':'https://x','caCertificate':'no'}|caCertificate",
                "{'endpoint':'https://x','skipTlsVerify':'yes'}|skipTlsVerify",
                "{'endpoint':'https://x','extraFields':{'a':'b'}}|extraFields",
                "{'endpoint':'https://x','format':'stackrox','extraFields':{'audit':'b'}}|extraFields",
                "{'endpoint':'https://x','format':'stackrox','extraFields':{'a':1}}|extraFields",
                "{'endpoint':'https://x','format':'stackrox','batchEvents':2}|batchEvents",
                "{'endpoint':'https://x','batchEvents':0}|batchEvents"
            })
    void faultNamesTheSetting(String json, String member) {
        assertThat(kind.check(new Settings(json.replace('\'', '"'), Map.of())))
                .extracting(Fault::member)
                .containsExactly(member);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host", "content-length", "Transfer-Encoding", "Connection", "a b", "x\\ny"})
    void headersThatAreHttpsOwnAreRefused(String name) {
        var settings =
                new Settings(
                        "{\"endpoint\":\"https://x\"}",
                        Map.of("headers", "{\"" + name + "\":\"v\"}"));

        assertThat(kind.check(settings)).extracting(Fault::member).containsExactly("headers");
    }

    @Test
    void headerCannotBeginAnother() {
        var settings =
                new Settings(
                        "{\"endpoint\":\"https://x\"}",
                        Map.of("headers", "{\"X-A\":\"v\\r\\nHost: y\"}"));

        assertThat(kind.check(settings)).extracting(Fault::member).containsExactly("headers");
    }

    @Test
    void secretsThatAreNoneAreFaultsAndNotShown() {
        var settings =
                new Settings(
                        "{\"endpoint\":\"https://x\"}", Map.of("signingSecret", "whsec_c2hvcnQ="));

        assertThat(kind.check(settings).toString())
                .contains("signingSecret")
                .doesNotContain("c2hvcnQ");
    }

    /// Who is told of a fault is told its member before the sentence.
    @Test
    void noSentenceBeginsWithTheNameOfItsMember() {
        var settings =
                new Settings(
                        """
                        {"endpoint":"https://x","format":"stackrox","batchEvents":2,\
                        "caCertificate":"none","extraFields":{"":"x"}}\
                        """,
                        Map.of("signingSecret", "abc", "headers", "{\"X-A\":\"\u00e4\"}"));

        assertThat(kind.check(settings))
                .extracting(Fault::member)
                .containsExactlyInAnyOrder(
                        "batchEvents", "caCertificate", "extraFields", "signingSecret", "headers");
        assertThat(kind.check(settings))
                .noneMatch(fault -> fault.sentence().startsWith(fault.member() + ":"));
    }

    /// What StackRox sent leaves as StackRox sent it, over our journal, byte for byte.
    @Test
    void stackRoxMessageLeavesAsItCame() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(SAMPLES), "the StackRox samples are not here");
        try (var files = Files.newDirectoryStream(SAMPLES, "*-generic-*.json")) {
            for (Path file : files) {
                byte[] sample = Files.readAllBytes(file);

                Received request =
                        sent(
                                ",\"format\":\"stackrox\"" + extraFields(file),
                                Map.of(),
                                new Batch("d-1", false, List.of(Batches.item(1, read(sample)))));

                assertThat(request.text()).as("%s", file).isEqualTo(new String(sample, UTF_8));
                assertThat(request.header("Content-Type")).contains("application/json");
            }
        }
    }

    private static String extraFields(Path file) {
        return file.toString().contains("extra-fields")
                ? ",\"extraFields\":{\"tenant_id\":\"rhacs-abc123\",\"source\":\"rhacs\"}"
                : "";
    }

    private static SentEvent read(byte[] sample) {
        return ((Formats.Item.Event) Formats.read("stackrox", sample, 0, sample.length).getFirst())
                .event();
    }

    @Test
    void ocsfBodyIsAnArrayWithOurNumbers() {
        Batch batch = Batches.of(new Random(3), 8, 2);

        JsonNode body =
                new JsonMapper().readTree(sent(",\"format\":\"ocsf\"", Map.of(), batch).body());

        assertThat(body.size()).isEqualTo(2);
        assertThat(body.at("/1/metadata/uid").stringValue()).isEqualTo(Batches.ids(batch).get(1));
        assertThat(body.at("/1/metadata/sequence").longValue()).isEqualTo(9);
    }

    /// Such as a proxy that shows the request it refuses, raw, decoded and in JSON.
    @Test
    void secretsThatAReceiverEchoesAreHidden() {
        String password = "pa\"ss/word";
        receiver.otherwise(request ->
                new Status(
                        401,
                        List.of(),
                        "%s\nwrong: %s, or %s; %s"
                                .formatted(
                                        String.join("\n", request.head()),
                                        password,
                                        "pa\\\"ss\\/word",
                                        "s3cret-of-desk")));
        String json = "{\"endpoint\":\"%s\",\"username\":\"pia\"}".formatted(receiver.url());
        var secrets =
                Map.of("password", password, "headers", "{\"X-Key\":\"Token s3cret-of-desk\"}");
        try (Sink sink = kind.open(new Settings(json, secrets))) {
            Parcel parcel = Batches.parcel(sink, Batches.of(new Random(1), 1, 1));
            var answer = (Answer.Misconfigured) sink.send(parcel);
            String pair = Base64.getEncoder().encodeToString(("pia:" + password).getBytes(UTF_8));
            assertThat(receiver.received().getLast().header("Authorization"))
                    .contains("Basic " + pair);

            for (String shown : List.of(answer.refusal().excerpt(), sink.test(parcel).response())) {
                assertThat(shown)
                        .contains("wrong: ******, or ******; ******")
                        .containsIgnoringCase("authorization: ******")
                        .doesNotContain(pair, "word", "s3cret");
            }
        }
    }
}
