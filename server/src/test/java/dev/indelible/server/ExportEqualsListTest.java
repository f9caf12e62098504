package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Over random questions the export has the rows of the list, in its order, whatever is received in
/// between; formats of others as many.
@NullUnmarked // JUnit fills what each test begins with
class ExportEqualsListTest {
    private static final int EVENTS = 2500;
    private static final int MORE = 100;
    private static final List<String> TERMS =
            List.of(
                    "action:iam.*",
                    "action:user.login",
                    "-outcome:success",
                    "actor:u-1",
                    "ip:10.0.0.0/25",
                    "\"second word\"",
                    "word",
                    "time>=2026-01-01T00:10:00Z");

    @TempDir Path folder;

    @Test
    void rowByRow() throws Exception {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        try (var server = new TestServer(folder)) {
            assertThat(server.post("/v1/events", events(random, EVENTS)).status()).isEqualTo(200);
            server.awaitIndex();
            for (int i = 0; i < 25; i++) {
                String q = query(random);
                String order = List.of("newest", "oldest", "received").get(random.nextInt(3));
                String parameters =
                        "order=" + order + "&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8);
                Listed list = list(server, parameters);
                List<String> listed = list.rows();
                if (i % 8 == 0) {
                    // With times among those that are there.
                    assertThat(server.post("/v1/events", events(random, MORE)).status())
                            .isEqualTo(200);
                    server.awaitIndex();
                }
                parameters += "&window=" + list.window();

                List<String> exported =
                        server.get("/v1/events/export?" + parameters).body().lines().toList();
                long csvRows = export(server, "csv", parameters).lines().count();

                assertThat(exported).as(parameters).isEqualTo(listed);
                assertThat(csvRows).isEqualTo(listed.size() + 1L);
                String format = List.of("ocsf", "cef", "stackrox", "json").get(i % 4);
                List<String> rows = export(server, format, parameters).lines().toList();
                // The array ends on a line of its own, or is empty on one.
                assertThat(rows.size() - (format.equals("json") ? 1 : 0))
                        .as(format + " " + parameters)
                        .isEqualTo(listed.size());
                if (format.equals("json")) {
                    String end = listed.isEmpty() ? "]" : "\n]";
                    assertThat(String.join("\n", rows))
                            .isEqualTo("[" + String.join("\n,", listed) + end);
                }
            }
            assertThat(list(server, "action=a.*&action=iam.*&action=user.*").rows())
                    .hasSize(EVENTS + 4 * MORE);
        }
    }

    private static String naming(List<String> rows) {
        return rows.stream()
                .map(row -> "id=" + row.split("\"id\":\"", 2)[1].substring(0, 36))
                .collect(Collectors.joining("&"));
    }

    @Test
    void eventsThatAreNamedAreExportedAsAllOthersAndRecorded() throws Exception {
        try (var server = new TestServer(folder)) {
            server.post("/v1/events", events(new Random(1), MORE));
            server.awaitIndex();
            List<String> all = list(server, "order=oldest").rows();
            var ids = new ArrayList<String>();
            for (int i : List.of(3, 0, 2)) {
                ids.add(naming(List.of(all.get(i))));
            }
            String named = String.join("&", ids);

            assertThat(server.get("/v1/events/export?" + named).body().lines())
                    .containsExactly(all.get(3), all.get(0), all.get(2));
            List<String> many = all.subList(0, Math.min(all.size(), 150)).reversed();
            assertThat(many.size()).isGreaterThan(32);
            assertThat(server.get("/v1/events/export?" + naming(many)).body().lines())
                    .containsExactlyElementsOf(many);
            assertThat(export(server, "csv", named + "&columns=id").lines())
                    .containsExactly(
                            "id",
                            ids.get(0).substring(3),
                            ids.get(1).substring(3),
                            ids.get(2).substring(3));
            assertThat(server.get("/v1/events/export?q=a&" + named).status()).isEqualTo(400);
            assertThat(server.get("/v1/events/export?id=x").status()).isEqualTo(400);
            assertThat(server.get("/v1/events/export?id=" + UUID.randomUUID()).status())
                    .isEqualTo(404);
            assertThat(server.get("/v1/events/export?" + (ids.get(0) + "&").repeat(201)).status())
                    .isEqualTo(400);
            server.awaitRecorded();
            assertThat(server.get("/v1/events?action=event.export&category=data-access").body())
                    .contains(ids.get(1))
                    .contains("\"rows\":\"3\"");
        }
    }

    @Test
    void aWindowIsOfThisServer() throws Exception {
        try (var server = new TestServer(folder)) {
            for (String window : List.of("zzzz", "-1", "a b", "zzzzzzzzzzzzzzzzzzzzzzz")) {
                String value = URLEncoder.encode(window, StandardCharsets.UTF_8);
                assertThat(server.get("/v1/events/export?window=" + value).body())
                        .as(window)
                        .contains("parameter-invalid");
                assertThat(server.get("/v1/events?window=" + value).status()).isEqualTo(400);
            }
        }
    }

    /// Whoever writes one strange event must not take the others from those who export.
    @Test
    void noEventBreaksAnExportOff() throws Exception {
        List<String> odd =
                List.of(
                        "\"n\":1e99999999999",
                        "\"n\":" + "7".repeat(1500),
                        "\"" + "n".repeat(60_000) + "\":1",
                        "\"n\":0.5");
        try (var server = new TestServer(folder)) {
            for (String params : odd) {
                assertThat(
                                server.post(
                                                "/v1/events",
                                                "{\"action\":\"odd\",\"detail\":{\"request\":{\"params\":{%s}}}}"
                                                        .formatted(params))
                                        .status())
                        .isEqualTo(200);
            }
            server.awaitIndex();

            String rows =
                    server.get(
                                    "/v1/events/export?action=odd&order=oldest&format=csv&columns=action,detail.request.params.n")
                            .body();

            assertThat(rows)
                    .isEqualTo(
                            "action,detail.request.params.n\r\nodd,1e99999999999\r\nodd,"
                                    + "7".repeat(1500)
                                    + "\r\nodd,\r\nodd,0.5\r\n");
        }
    }

    @Test
    void csvHasTheColumnsThatWereChosen() throws Exception {
        try (var server = new TestServer(folder)) {
            server.post(
                    "/v1/events",
                    """
                    {"action":"=a","time":"2026-01-01T00:00:00Z","actor":{"id":"u-1","email":"a@b.c"},
                     "targets":[{"id":"t-1","name":"One, two"},{"id":"t-2"}],"client":{"ip":"10.0.0.1"},
                     "detail":{"request":{"payload":{"price":19.90}}}}
                    """);
            server.awaitIndex();

            String columns =
                    "detail.request.payload.price,client,target,actor,action,detail.no.such";
            assertThat(export(server, "csv", "columns=" + columns))
                    .isEqualTo(columns + "\r\n19.90,10.0.0.1,\"One, two; t-2\",a@b.c,'=a,\r\n");
            assertThat(server.get("/v1/events/export?format=csv&columns=a,,b").status())
                    .isEqualTo(400);
            assertThat(server.get("/v1/events/export?format=cef&columns=time").status())
                    .isEqualTo(400);
        }
    }

    @Test
    void columnThatNoEventHasIsRefusedAndEachMemberOfAnEventIsOne() throws Exception {
        try (var server = new TestServer(folder)) {
            server.post(
                    "/v1/events",
                    """
                    {"action":"a","operation":"read","category":"sign-in","outcome":"denied","severity":"error",
                     "folder":"eu","project":"shop","service":"s","channel":"ui","region":"r","correlationId":"c",
                     "actor":{"type":"user","id":"u","email":"a@b.c","name":"n","roles":["r"],"permissions":{"p":"q"},
                      "onBehalfOf":[{"id":"v"}]},"targets":[{"type":"t","id":"i"}],
                     "client":{"ip":"10.0.0.1","userAgent":"x","requestId":"q","sessionId":"s","traceparent":"p"},
                     "detail":{"reason":"because","description":"d","changes":[{"path":"/a"}],"labels":{"l":"m"}}}
                    """);
            server.awaitIndex();
            JsonNode event = server.get("/v1/events").json().path("events").path(0);

            var columns = new ArrayList<>(event.propertyNames());
            for (String part : List.of("actor", "client", "detail")) {
                event.path(part).propertyNames().forEach(name -> columns.add(part + "." + name));
            }
            columns.addAll(List.of("actor.permissions.p", "detail.labels.l", "detail.other.deep"));
            assertThat(columns).hasSizeGreaterThan(35);
            String line = String.join(",", columns);
            assertThat(export(server, "csv", "columns=" + line)).startsWith(line + "\r\n");

            List<String> plain = export(server, "csv", "action=a").lines().toList();
            String header = plain.getFirst();
            List<String> named = export(server, "csv", "columns=" + header).lines().toList();
            assertThat(named.getFirst()).isEqualTo(header);
            // Only targets are told otherwise.
            String targets = "\"[{\"\"type\"\":\"\"t\"\",\"\"id\"\":\"\"i\"\"}]\"";
            assertThat(named.getLast().replace(targets, "t:i")).isEqualTo(plain.getLast());

            for (String wrong : List.of("tim", "actor.mail", "action.verb", "details.reason")) {
                TestServer.Answer refused =
                        server.get("/v1/events/export?format=csv&columns=time," + wrong);
                assertThat(refused.status()).as(wrong).isEqualTo(400);
                assertThat(refused.json().path("code").stringValue())
                        .isEqualTo("parameter-invalid");
                assertThat(refused.json().path("detail").stringValue())
                        .startsWith("column '" + wrong + "' is none of: time, received, ")
                        .endsWith(", and what is in detail, such as detail.reason");
            }
        }
    }

    private static String export(TestServer server, String format, String parameters)
            throws Exception {
        return server.get("/v1/events/export?format=" + format + "&" + parameters).body();
    }

    private record Listed(List<String> rows, String window) {}

    private static Listed list(TestServer server, String parameters) throws Exception {
        List<String> all = new ArrayList<>();
        String next = "";
        String window = "";
        int before = -1;
        while (all.size() != before) {
            before = all.size();
            String body = server.get("/v1/events?limit=997&" + parameters + next).body();
            String events = body.substring("{\"events\":[".length(), body.lastIndexOf(']'));
            events.lines().map(ExportEqualsListTest::withoutComma).forEach(all::add);
            JsonNode page = server.get("/v1/events?limit=997&" + parameters + next).json();
            window = page.path("window").stringValue();
            if (!page.has("next")) {
                break;
            }
            next = "&cursor=" + page.path("next").stringValue();
        }
        return new Listed(all, window);
    }

    private static String withoutComma(String line) {
        return line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
    }

    private static String query(Random random) {
        String one = TERMS.get(random.nextInt(TERMS.size()));
        String other = TERMS.get(random.nextInt(TERMS.size()));
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> one;
            case 2 -> one + " " + other;
            default -> "(" + one + " OR " + other + ")";
        };
    }

    private static String events(Random random, int count) {
        var events = new StringBuilder();
        for (int i = 0; i < count; i++) {
            events.append(
                    """
                    {"time":"2026-01-01T00:%02d:%02dZ","action":"%s","outcome":"%s",\
                    "actor":{"id":"u-%d"},"client":{"ip":"10.0.0.%d"},\
                    "detail":{"description":"%s"}}
                    """
                            .formatted(
                                    random.nextInt(20),
                                    random.nextInt(60),
                                    List.of("iam.grant", "user.login", "a.b")
                                            .get(random.nextInt(3)),
                                    List.of("success", "denied").get(random.nextInt(2)),
                                    random.nextInt(4),
                                    random.nextInt(256),
                                    List.of("first word", "a second word, here", "none")
                                            .get(random.nextInt(3))));
        }
        return events.toString();
    }
}
