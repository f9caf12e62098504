package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Crashes;
import dev.indelible.testkit.delivery.Fault;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Changes of integrations that end before or after each of their writes: after the next start the
/// log tells of what is, and of nothing else.
@NullUnmarked // JUnit fills what each test begins with
class IntegrationCrashesTest {
    private static final Look NOTHING = _ -> true;

    @TempDir Path folder;

    /// Ends a request, as the end of its process would: nothing after that is done. Requests are in
    /// virtual threads, what goes on beside them is not.
    private final Crashes crashes = new Crashes(() -> Thread.currentThread().isVirtual());

    private TestServer server;
    private String endpoint;

    /// A change of one integration.
    ///
    /// @param points at which it is ended, counted from 1; all where several writes differ
    /// @param action of the event that tells of it
    /// @param method of the request, and what it asks below the integration
    /// @param prepares what comes before, that must not end
    /// @param isMade whether the integration is as after the change
    private record Change(
            List<Integer> points,
            String action,
            String method,
            String below,
            String body,
            Look prepares,
            Look isMade) {
        boolean isOfParked() {
            return below.startsWith("/parked");
        }
    }

    @FunctionalInterface
    private interface Look {
        boolean at(String path) throws Exception;
    }

    /// One that ended somewhere.
    private record Tried(Change change, long point, String path) {}

    private void start() throws Exception {
        var settings =
                Map.of("outgoing-allow", "127.0.0.1", "integrations-per-organization", "200");
        server = new TestServer(folder, settings, new DeliveryRoom.Seams(crashes::around, s -> s));
    }

    private TestServer.Answer ask(String method, String path, String body) throws Exception {
        return server.send(
                server.request(path, TestServer.KEY)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private String webhook(String name, String filter) {
        return """
        {"organization":"acme","name":"%s","filter":"%s","type":"webhook","webhook":{"endpoint":"%s"}}\
        """
                .formatted(name, filter, endpoint);
    }

    private String create(String name, String filter) throws Exception {
        TestServer.Answer created = ask("POST", "/v1/integrations", webhook(name, filter));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return "/v1/integrations/" + created.json().path("id").stringValue();
    }

    private boolean is(String path, String member, String value) throws Exception {
        return is(server.get(path).json(), member, value);
    }

    private static boolean is(JsonNode event, String member, String value) {
        return event.at(member).asString("").equals(value);
    }

    private boolean isGone(String path) throws Exception {
        return server.get(path).status() == 404;
    }

    private String replays(String path) throws Exception {
        return server.get(path + "/replay").body();
    }

    private boolean pausesAndReplays(String path) throws Exception {
        ask("POST", path + "/pause", "");
        TestServer.Answer began = ask("POST", path + "/replay", "{\"from\":\"sequence:1\"}");
        assertThat(began.status()).as(began.body()).isEqualTo(202);
        return true;
    }

    /// Whether the one event of this state is the parked one.
    private boolean isParked(String path, String state) throws Exception {
        return server.get(path + "/parked?state=" + state).json().path("parked").size() == 1;
    }

    private List<Change> changesOfSettings() {
        return List.of(
                new Change(
                        List.of(1, 3, 4, 5, 6, 7, 8),
                        "integration.update",
                        "PUT",
                        "",
                        webhook("NAME", "action:other*"),
                        NOTHING,
                        path -> is(path, "/filter", "action:other*")),
                new Change(
                        List.of(3),
                        "integration.pause",
                        "POST",
                        "/pause",
                        "",
                        NOTHING,
                        path -> is(path, "/status/state", "paused")),
                new Change(
                        List.of(3),
                        "integration.resume",
                        "POST",
                        "/resume",
                        "",
                        path -> ask("POST", path + "/pause", "").status() == 200,
                        path -> !is(path, "/status/state", "paused")));
    }

    private List<Change> ends() {
        return List.of(
                new Change(
                        List.of(3), "integration.delete", "DELETE", "", "", NOTHING, this::isGone),
                new Change(
                        List.of(1, 2, 3, 4, 5, 7, 8, 9, 10),
                        "integration.delete",
                        "DELETE",
                        "?pending=abandon",
                        "",
                        path -> ask("POST", path + "/pause", "").status() == 200,
                        this::isGone));
    }

    private List<Change> changesOfDeliveries() {
        return List.of(
                new Change(
                        List.of(3, 4, 5),
                        "integration.replay",
                        "POST",
                        "/replay",
                        "{\"from\":\"sequence:1\"}",
                        NOTHING,
                        path -> replays(path).contains("\"state\"")),
                new Change(
                        List.of(3, 4, 5),
                        "integration.cancel-replay",
                        "DELETE",
                        "/replay/REPLAY",
                        "",
                        this::pausesAndReplays,
                        path -> replays(path).contains("\"cancelled\"")),
                new Change(
                        List.of(2, 3, 4, 5),
                        "integration.skip-parked",
                        "POST",
                        "/parked/2/skip",
                        "{\"reason\":\"not needed\"}",
                        NOTHING,
                        path -> isParked(path, "skipped")),
                new Change(
                        List.of(2, 3, 4, 5),
                        "integration.send-parked",
                        "POST",
                        "/parked/2/send",
                        "{}",
                        NOTHING,
                        path -> isParked(path, "sent")),
                new Change(
                        List.of(2, 3),
                        "integration.edit-parked",
                        "POST",
                        "/parked/2/send",
                        "{\"event\":{\"action\":\"thing.mended\"},\"reason\":\"mended\"}",
                        NOTHING,
                        path -> isParked(path, "sent")));
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static boolean await(Condition condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private static final int POINTS_MAX = 6;

    @Test
    void logTellsOfWhatIsWhereverAChangeEnded() throws Exception {
        try (var receiver = ChaosReceiver.start().otherwise(_ -> new Fault.Poison("poison"))) {
            endpoint = receiver.url().toString();
            start();
            List<Tried> all = new ArrayList<>();
            try {
                List<Tried> prepared = prepare();
                receiver.otherwise(_ -> Fault.none());
                for (Tried tried : prepared) {
                    tryOut(tried, all);
                }
                tryToCreate();
            } finally {
                crashes.off();
                server.close();
            }
            assertThat(all).hasSizeGreaterThan(25);
            start();
            try {
                judge(all);
                judgeCreated();
            } finally {
                server.close();
            }
        }
    }

    private List<Tried> prepare() throws Exception {
        var changes = new ArrayList<Change>(changesOfSettings());
        changes.addAll(ends());
        changes.addAll(changesOfDeliveries());
        var prepared = new ArrayList<Tried>();
        for (Change change : changes) {
            for (int point : change.points()) {
                String filter = change.isOfParked() ? "action:thing*" : "action:absent";
                prepared.add(new Tried(change, point, create("n" + prepared.size(), filter)));
            }
        }
        String events =
                """
                [{"action":"thing.a","organization":"acme"},\
                {"action":"thing.poison","organization":"acme"},\
                {"action":"thing.b","organization":"acme"}]\
                """;
        assertThat(ask("POST", "/v1/events", events).status()).isEqualTo(200);
        for (Tried tried : prepared) {
            String parked = tried.change().isOfParked() ? "1" : "0";
            assertThat(
                            await(() ->
                                    is(tried.path(), "/status/lagEvents", "0")
                                            && is(tried.path(), "/status/parked", parked)))
                    .isTrue();
        }
        return prepared;
    }

    /// Those that end at no point are whole, and of no further interest.
    private void tryOut(Tried tried, List<Tried> ended) throws Exception {
        Change change = tried.change();
        assertThat(change.prepares().at(tried.path())).isTrue();
        String name = server.get(tried.path()).json().path("name").stringValue();
        JsonNode replay = server.get(tried.path() + "/replay").json().at("/replays/0/id");
        crashes.in(tried.point());
        TestServer.Answer answer =
                ask(
                        change.method(),
                        tried.path() + change.below().replace("REPLAY", replay.asString("")),
                        change.body().replace("NAME", name));
        crashes.off();
        if (answer.status() >= 500) {
            ended.add(tried);
        }
    }

    private void tryToCreate() throws Exception {
        for (int point = 1; point <= POINTS_MAX; point++) {
            crashes.in(point);
            ask("POST", "/v1/integrations", webhook("made" + point, ""));
            crashes.off();
        }
    }

    private List<JsonNode> told(String action) throws Exception {
        server.awaitRecorded();
        return server.get(
                        "/v1/events?organization=acme&limit=1000&q=service:indelible%20action:"
                                + action)
                .json()
                .path("events")
                .valueStream()
                .toList();
    }

    private void judge(List<Tried> all) throws Exception {
        int made = 0;
        for (Tried tried : all) {
            List<JsonNode> log = told("integration*");
            String id = tried.path().substring(tried.path().lastIndexOf('/') + 1);
            List<String> outcomes =
                    log.stream()
                            .filter(event -> is(event, "/action", tried.change().action()))
                            .filter(event -> is(event, "/targets/0/id", id))
                            .map(event -> event.path("outcome").asString("success"))
                            .toList();
            boolean told = outcomes.contains("success") && !outcomes.contains("failure");
            Condition isMade = () -> tried.change().isMade().at(tried.path());
            assertThat(told ? await(isMade) : isMade.holds())
                    .as("%s, ended at %d, told %s", tried.change(), tried.point(), outcomes)
                    .isEqualTo(told);
            made += told ? 1 : 0;
            boolean abandons = tried.change().below().contains("abandon");
            assertThat(log)
                    .as("%s, ended at %d", tried.change(), tried.point())
                    .filteredOn(event -> is(event, "/action", "integration.gap"))
                    .filteredOn(event -> is(event, "/targets/0/id", id))
                    .hasSize(told && abandons ? 1 : 0);
        }
        assertThat(made).isBetween(1, all.size() - 1);
    }

    private void judgeCreated() throws Exception {
        String there = server.get("/v1/integrations?organization=acme").body();
        String told = told("integration.create").toString();
        for (int point = 1; point <= POINTS_MAX; point++) {
            String name = "\"made%d\"".formatted(point);
            assertThat(there.contains(name)).as(name).isEqualTo(told.contains(name));
        }
    }
}
