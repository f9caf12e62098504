package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.Received;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Batches that wait frozen with a person in them are made anew by the erasure itself: nobody
/// resumes, changes or restarts anything, and they arrive without the person.
@NullUnmarked // JUnit fills what each test begins with
class ErasureFrozenTest {
    private static final String ACTOR = "person-31-ines";
    private static final String EMAIL = "ines.frost@persons.example";
    private static final Pattern ACTION = Pattern.compile("thing\\.[a-z]+\\d");

    @TempDir Path folder;
    private ChaosReceiver receiver;
    private TestServer server;
    private String hook;

    @BeforeEach
    void open() throws Exception {
        receiver = ChaosReceiver.start();
        server = new TestServer(folder, Map.of("outgoing-allow", "127.0.0.1"));
        server.posted("/v1/organizations", "{\"id\":\"acme\"}");
        String webhook =
                "{\"organization\":\"acme\",\"name\":\"hook\",\"type\":\"webhook\",\"filter\":\"action:thing.*\",\"webhook\":{\"endpoint\":\"%s\",\"batchEvents\":2}}"
                        .formatted(receiver.url());
        hook =
                "/v1/integrations/"
                        + server.posted("/v1/integrations", webhook).path("id").stringValue();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        receiver.close();
    }

    @Test
    void whatWaitsFrozenIsMadeAnewAndArrivesWithoutThePerson() throws Exception {
        send("thing.early", 4);
        await(() -> server.get(hook).json().at("/status/delivered").asInt() == 4);
        receiver.otherwise(_ -> Fault.status(503));
        server.posted(hook + "/replay", "{\"from\":\"sequence:0\"}");
        send("thing.late", 6);
        await(() -> actions(refused()).containsAll(Set.of("thing.early0", "thing.late0")));
        await(() -> planned().stream().mapToInt(plan -> plan.path("events").asInt()).sum() == 10);
        Set<String> frozen = ids(planned());
        assertThat(refused()).isNotEmpty().allMatch(request -> request.text().contains(ACTOR));

        erase();

        assertThat(RawFiles.having(folder, ACTOR, EMAIL)).isEmpty();
        await(() -> planned().stream().noneMatch(plan -> frozen.contains(id(plan))));
        int before = receiver.received().size();
        receiver.otherwise(_ -> Fault.none());
        server.posted(hook + "/retry", "");
        await(() -> actions(after(before)).size() == 10);
        assertThat(after(before)).noneMatch(ErasureFrozenTest::isNaming);
        List<JsonNode> replaced =
                deliveries().stream().filter(plan -> frozen.contains(id(plan))).toList();
        assertThat(replaced)
                .hasSameSizeAs(frozen)
                .allMatch(plan -> plan.path("state").stringValue().equals("replaced"))
                .allMatch(plan -> plan.path("reason").stringValue().endsWith("a part was erased"));
    }

    /// At once, so that all of it is planned at once.
    private void send(String action, int count) throws Exception {
        String lines =
                IntStream.range(0, count)
                        .mapToObj(number ->
                                "{\"organization\":\"acme\",\"action\":\"%s%d\",\"actor\":{\"id\":\"%s\",\"email\":\"%s\"}}"
                                        .formatted(action, number, ACTOR, EMAIL))
                        .collect(Collectors.joining("\n"));
        server.posted("/v1/events", lines);
    }

    private void erase() throws Exception {
        String asked =
                "{\"organization\":\"acme\",\"actor\":\"%s\",\"email\":\"%s\",\"reason\":\"asked\"}"
                        .formatted(ACTOR, EMAIL);
        String path =
                "/v1/erasures/%s?organization=acme"
                        .formatted(server.posted("/v1/erasures", asked).path("id").stringValue());
        await(() -> server.get(path).json().path("status").stringValue().equals("done"));
    }

    private List<Received> refused() {
        return receiver.received().stream().filter(request -> !request.taken()).toList();
    }

    private List<Received> after(int count) {
        List<Received> all = receiver.received();
        return all.subList(count, all.size()).stream().filter(Received::taken).toList();
    }

    private static Set<String> actions(List<Received> requests) {
        return requests.stream()
                .flatMap(request -> ACTION.matcher(request.text()).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static boolean isNaming(Received request) {
        return request.text().contains(ACTOR) || request.text().contains(EMAIL);
    }

    private List<JsonNode> deliveries() throws Exception {
        return server.get(hook + "/deliveries").json().path("deliveries").valueStream().toList();
    }

    /// Batches that are neither confirmed nor replaced.
    private List<JsonNode> planned() throws Exception {
        return deliveries().stream()
                .filter(plan -> plan.path("state").stringValue().equals("planned"))
                .toList();
    }

    private static Set<String> ids(List<JsonNode> plans) {
        return plans.stream().map(ErasureFrozenTest::id).collect(Collectors.toSet());
    }

    private static String id(JsonNode plan) {
        return plan.path("batchId").stringValue();
    }

    private void await(Callable<Boolean> condition) throws Exception {
        server.await(condition, () -> server.get(hook).body() + deliveries());
    }
}
