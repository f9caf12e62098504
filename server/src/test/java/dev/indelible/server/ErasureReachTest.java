package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What names a person beside the events: it goes too, or the certificate says that it remains.
@NullUnmarked // JUnit fills what each test begins with
class ErasureReachTest {
    private static final String ACTOR = "person-77-grace";
    private static final String EMAIL = "grace.quirk@persons.example";

    @TempDir Path folder;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private TestServer server;
    private volatile boolean away;

    @BeforeEach
    void open() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
        server = new TestServer(folder, Map.of("outgoing-allow", "127.0.0.1"));
        server.posted("/v1/organizations", "{\"id\":\"acme\"}");
    }

    @AfterEach
    void close() {
        server.close();
        receiver.stop(0);
    }

    /// Refuses what is bad with the words that it read, takes the rest, or is away.
    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        received.add(body);
        boolean bad = body.contains("thing.bad");
        byte[] answer = bad ? ("bad mail: " + EMAIL).getBytes(UTF_8) : new byte[] {'k'};
        exchange.sendResponseHeaders(away ? 503 : bad ? 400 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void searchesKeysAndGrantsGoFromTheRegistryAndItsFiles() throws Exception {
        send("thing.update", ACTOR);
        JsonNode key =
                server.posted(
                        "/v1/keys",
                        "{\"organization\":\"acme\",\"name\":\"key of %s\",\"roles\":[\"reader\"]}"
                                .formatted(ACTOR));
        String secret = key.path("secret").stringValue();
        grant("acme");
        search("hers", "actor:" + ACTOR, TestServer.KEY);
        search("mine", "", secret);
        search("ours", "", secret);
        search("others", "actor:somebody-else", TestServer.KEY);

        JsonNode found = server.posted("/v1/erasures?dry=true", request()).path("elsewhere");
        assertThat(found.toString())
                .isEqualTo("{\"grants\":1,\"keys\":1,\"records\":2,\"searches\":3}");
        String certificate = erase();

        assertThat(certificate)
                .contains("\nelsewhere grants=1 keys=1 records=2 searches=3\n")
                .contains("\nremaining records=2\n");
        assertThat(RawFiles.having(folder, EMAIL)).isEmpty();
        // What the key did keeps by whom, and so what it was called then; that is told.
        assertThat(RawFiles.having(folder, ACTOR))
                .isNotEmpty()
                .allMatch(file -> file.contains("journal") || file.contains("index"));
        assertThat(server.get("/v1/whoami", secret).status()).isEqualTo(200);
        assertThat(server.get("/v1/keys?organization=acme").json().findValuesAsString("name"))
                .contains("erased");
        assertThat(server.get("/v1/grants?organization=acme").json().path("grants").isEmpty())
                .isTrue();
        assertThat(
                        server.get("/v1/searches?organization=acme")
                                .json()
                                .path("searches")
                                .valueStream()
                                .map(search -> search.path("name").stringValue()))
                .containsExactly("others", "ours");
    }

    @Test
    void nobodyErasesTheTraceOfWhatTheirKeyRead() throws Exception {
        JsonNode key =
                server.posted(
                        "/v1/keys",
                        "{\"organization\":\"acme\",\"name\":\"Night Watch\",\"roles\":[\"administrator\"]}");
        String secret = key.path("secret").stringValue();
        String id = key.path("id").stringValue();
        send("thing.update", ACTOR);
        String question = "organization=acme&folder=secrets&q=action:thing.update";
        assertThat(server.get("/v1/events?" + question, secret).status()).isEqualTo(200);
        assertThat(
                        server.get(
                                        "/v1/events/export?q=actor%3A" + EMAIL.replace("@", "%40"),
                                        secret)
                                .status())
                .isEqualTo(200);
        server.awaitRecorded();
        for (String by : List.of("actor", "target")) {
            TestServer.Answer refused = server.post("/v1/erasures", erasure(by, id, "no"), secret);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).contains("no person");
        }

        // Neither by what the key is called nor by Indelible's own words.
        eraseAsNames(
                "Night Watch", "/v1/events", "acme", "secrets", "thing.update", "administrator");
        // Whom it asked for goes, and by whom and when stays.
        String certificate = erase();

        assertThat(certificate).contains("\nrecords 1\n");
        String mine = "/v1/events?organization=acme&category=data-access&actor=" + id;
        JsonNode records = server.get(mine).json().path("events");
        assertThat(records.valueStream().map(one -> one.path("action").stringValue()))
                .containsExactlyInAnyOrder("event.search", "event.export");
        for (JsonNode one : records) {
            assertThat(one.path("actor").path("id").stringValue()).isEqualTo(id);
            assertThat(one.path("client").path("ip").stringValue()).isEqualTo("127.0.0.1");
            assertThat(one.path("targets").path(0).path("id").stringValue()).isEqualTo("acme");
            boolean asked = one.path("action").stringValue().equals("event.export");
            assertThat(one.path("erased").toString()).isEqualTo(asked ? "[\"detail\"]" : "");
        }
    }

    private void eraseAsNames(String... words) throws Exception {
        for (String word : words) {
            String body = erasure("name", word, "no");
            // Such words are no person's, so each is looked at first.
            long events = server.posted("/v1/erasures?dry=true", body).path("events").asLong();
            TestServer.Answer begun =
                    server.post(
                            "/v1/erasures",
                            body.replace("}", ",\"confirm\":%d}".formatted(events)));
            assertThat(begun.status()).as(begun.body()).isEqualTo(202);
            done(begun.json().path("id").stringValue());
        }
    }

    @Test
    void whoIsSignedInIsErasedByAnotherAndTheLogSaysOfHowManyRecords() throws Exception {
        var settings =
                new HashMap<>(
                        Map.of(
                                "issuers",
                                "house",
                                "issuer-house-client-id",
                                "indelible",
                                "issuer-house-roles",
                                "staff=administrator@acme"));
        server.close();
        try (var provider = new HostileProvider();
                HttpClient client = HttpClient.newHttpClient()) {
            settings.put("issuer-house-url", provider.issuer("house"));
            server = new TestServer(folder, settings);
            SignedIn jane = SignedIn.by(provider, server.url(), client);
            assertThat(ask(jane, "GET", "/v1/events?organization=acme", "").status())
                    .isEqualTo(200);
            server.awaitRecorded();
            String mine = "/v1/events?organization=acme&category=data-access";
            String janes = "jane@example.com";
            assertThat(server.get(mine + "&actor=" + janes).json().path("events")).hasSize(1);

            for (String by : List.of("actor", "email", "name")) {
                String body = erasure(by, janes, "no");
                assertThat(ask(jane, "POST", "/v1/erasures", body).status()).as(by).isEqualTo(403);
            }
            String id =
                    server.posted("/v1/erasures", erasure("email", janes, "asked"))
                            .path("id")
                            .stringValue();

            // What she read is in this log; that she signed in is in the instance's.
            String certificate = done(id);
            long records = Long.parseLong(certificate.split("\nrecords ", 2)[1].split("\n", 2)[0]);
            assertThat(records).isPositive();
            assertThat(server.get(mine).body()).contains("\"erased\":[\"actor\",\"client\"]");
            assertThat(server.get("/v1/events?action=erasure.complete&q=service:indelible").body())
                    .contains("\"recordsErased\":\"%d\"".formatted(records));
        }
    }

    private TestServer.Answer ask(SignedIn who, String method, String path, String body)
            throws Exception {
        return server.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Cookie", who.cookie())
                        .header("X-Indelible-CSRF", who.csrf())
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private static String erasure(String by, String value, String reason) {
        return "{\"organization\":\"acme\",\"%s\":\"%s\",\"reason\":\"%s\"}"
                .formatted(by, value, reason);
    }

    @Test
    void whatOthersHaveOfThePersonStays() throws Exception {
        server.posted("/v1/organizations", "{\"id\":\"globex\"}");
        grant("globex");
        send("thing.update", ACTOR);

        assertThat(erase()).contains("\nelsewhere\n").contains("\nremaining\n");

        assertThat(server.get("/v1/grants?organization=globex").body()).contains(EMAIL);
    }

    @Test
    void aHoldThatNamesThePersonRemainsAndIsTold() throws Exception {
        server.posted(
                "/v1/holds",
                "{\"organization\":\"acme\",\"query\":\"action:case.*\",\"reason\":\"case 4\",\"owner\":\"%s\"}"
                        .formatted(EMAIL));

        assertThat(erase()).contains("\nelsewhere holds=1\n").contains("\nremaining holds=1\n");
    }

    @Test
    void deliveryForgetsWordsOfReceiversAndSendsWhatIsLeft() throws Exception {
        String hook =
                create(
                        "\"name\":\"hook\",\"type\":\"webhook\",\"filter\":\"action:thing.*\",\"webhook\":{\"endpoint\":\"http://127.0.0.1:%d/\"}"
                                .formatted(receiver.getAddress().getPort()));
        create(
                "\"name\":\"watch\",\"type\":\"file\",\"enabled\":false,\"filter\":\"actor:%s\",\"file\":{\"name\":\"watch\"}"
                        .formatted(ACTOR));
        send("thing.bad", ACTOR);
        send("thing.fine", "somebody-else");
        await(() -> status(hook).path("parked").asLong() == 1);
        assertThat(RawFiles.having(folder, EMAIL)).anyMatch(file -> file.contains("delivery"));
        away = true;
        send("thing.late", ACTOR);
        await(() -> received.stream().anyMatch(body -> body.contains("thing.late")));
        assertThat(received.getLast()).contains(ACTOR);

        String certificate = erase();

        assertThat(certificate)
                .contains("\nelsewhere destinations=1 parked=1\n")
                .contains("\nremaining destinations=1\n");
        assertThat(RawFiles.having(folder, EMAIL)).isEmpty();
        assertThat(RawFiles.having(folder, ACTOR))
                .isNotEmpty()
                .allMatch(file -> file.startsWith("delivery.sqlite"));
        received.clear();
        away = false;
        server.posted("/v1/integrations/" + hook + "/resume", "");
        await(() -> received.stream().anyMatch(body -> body.contains("thing.late")));
        assertThat(received).allMatch(body -> !body.contains(ACTOR) && !body.contains(EMAIL));
        assertThat(server.get("/v1/integrations/" + hook + "/deliveries").body())
                .contains("a part was erased");
    }

    @Test
    void whatIsBeingSentOfAParkedEventGoesAndDeliverysOwnEventsNameNobodyMore() throws Exception {
        String hook =
                create(
                        "\"name\":\"hook\",\"type\":\"webhook\",\"filter\":\"action:thing.*\",\"webhook\":{\"endpoint\":\"http://127.0.0.1:%d/\"}"
                                .formatted(receiver.getAddress().getPort()));
        send("thing.bad", "somebody-else");
        send("thing.fine", "somebody-else");
        await(() -> status(hook).path("parked").asLong() == 1);
        away = true;
        String parked = "/v1/integrations/" + hook + "/parked/1";
        String edited =
                "{\"action\":\"thing.healed\",\"actor\":{\"id\":\"%s\",\"email\":\"%s\"}}"
                        .formatted(ACTOR, EMAIL);
        server.posted(parked + "/send", "{\"event\":%s,\"reason\":\"by phone\"}".formatted(edited));
        await(() -> received.getLast().contains(ACTOR));

        // What delivery tells of it says that and why it was edited, and nothing of what is in it.
        assertThat(RawFiles.having(folder, ACTOR))
                .isNotEmpty()
                .allMatch(file -> file.startsWith("delivery.sqlite"));
        assertThat(
                        server.get(
                                        "/v1/events?organization=acme&action=integration.edit-parked&q=service:indelible")
                                .body())
                .contains("number 1, for 'hook': by phone")
                .doesNotContain(ACTOR, EMAIL, "thing.healed");

        // The last error of the destination would stay, so that there is another one.
        send("thing.late", "somebody-else");
        await(() -> received.getLast().contains("thing.late"));

        // What a person writes as a reason is theirs to answer for, and goes with the person.
        server.posted("/v1/integrations/" + hook + "/pause?reason=ask%20" + EMAIL, "");
        server.posted("/v1/integrations/" + hook + "/resume", "");
        String certificate = erase();

        assertThat(certificate).contains("\nelsewhere parked=1\n").contains("\nremaining\n");
        assertThat(RawFiles.having(folder, ACTOR, EMAIL)).isEmpty();
        JsonNode now = server.get(parked).json();
        assertThat(now.path("state").stringValue()).isEqualTo("parked");
        assertThat(now.path("reason").stringValue()).contains("was erased; send it anew");
        received.clear();
        away = false;
        server.posted("/v1/integrations/" + hook + "/resume", "");
        await(() -> received.stream().anyMatch(body -> body.contains("thing.late")));
        assertThat(received).allMatch(body -> !body.contains(ACTOR) && !body.contains(EMAIL));
    }

    private JsonNode status(String integration) throws Exception {
        return server.get("/v1/integrations/" + integration).json().path("status");
    }

    private void send(String action, String actor) throws Exception {
        server.posted(
                "/v1/events",
                "{\"organization\":\"acme\",\"action\":\"%s\",\"actor\":{\"id\":\"%s\"},\"detail\":{\"description\":\"nothing\"}}"
                        .formatted(action, actor));
    }

    private void grant(String organization) throws Exception {
        server.posted(
                "/v1/grants",
                "{\"subject\":{\"kind\":\"person\",\"id\":\"%s\"},\"role\":\"reader\",\"organization\":\"%s\"}"
                        .formatted(EMAIL, organization));
    }

    private void search(String name, String query, String key) throws Exception {
        TestServer.Answer answer =
                server.post(
                        "/v1/searches",
                        "{\"organization\":\"acme\",\"name\":\"%s\",\"q\":\"%s\",\"shared\":%s}"
                                .formatted(name, query, !name.equals("mine")),
                        key);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    }

    private String create(String members) throws Exception {
        return server.posted("/v1/integrations", "{\"organization\":\"acme\"," + members + "}")
                .path("id")
                .stringValue();
    }

    private static String request() {
        return "{\"organization\":\"acme\",\"actor\":\"%s\",\"email\":\"%s\",\"reason\":\"asked\"}"
                .formatted(ACTOR, EMAIL);
    }

    /// @return the certificate
    private String erase() throws Exception {
        return done(server.posted("/v1/erasures", request()).path("id").stringValue());
    }

    /// @return the certificate
    private String done(String id) throws Exception {
        String path = "/v1/erasures/" + id;
        String organization = "?organization=acme";
        await(() ->
                server.get(path + organization).json().path("status").stringValue().equals("done"));
        return server.get(path + "/certificate" + organization).body();
    }

    private void await(Callable<Boolean> condition) throws Exception {
        server.await(condition, () -> server.get("/health").body());
    }
}
