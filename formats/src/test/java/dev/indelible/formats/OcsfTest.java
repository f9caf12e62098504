package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import dev.indelible.event.Json;
import dev.indelible.event.SentEvent;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Attributes and numbers as the schema 1.7.0 has them.
class OcsfTest {
    private static final UUID ID = UUID.fromString("0197a3c2-0000-7000-8000-000000000001");

    private static Node ocsf(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        SentEvent sent = EventReader.read(bytes, 0, bytes.length);
        var parts = sent.placed(ID, EventTime.ofMillis(1_780_000_000_123L), "acme");
        byte[] ocsf =
                Ocsf.event(EventReader.event(parts), parts, ID.toString(), 1_780_000_000_123L, 17);
        return Node.of(Json.parse(ocsf));
    }

    @Test
    void requiredAttributesAreThereInEveryClass() {
        for (String event :
                List.of(
                        "{\"action\":\"a\"}",
                        "{\"action\":\"user.login\",\"category\":\"sign-in\"}",
                        "{\"action\":\"user.create\",\"operation\":\"create\",\"targets\":[{\"type\":\"user\",\"id\":\"u\"}]}")) {
            Node ocsf = ocsf(event);
            for (String name :
                    List.of(
                            "activity_id",
                            "category_uid",
                            "class_uid",
                            "type_uid",
                            "time",
                            "severity_id",
                            "metadata",
                            "actor",
                            "api",
                            "src_endpoint")) {
                assertThat(ocsf.at(name).isPresent()).as(name).isTrue();
            }
            assertThat(ocsf.at("metadata", "version").text()).isEqualTo("1.7.0");
            assertThat(ocsf.at("metadata", "product", "vendor_name").text()).isEqualTo("Indelible");
            assertThat(ocsf.at("metadata", "uid").text()).isEqualTo(ID.toString());
            assertThat(ocsf.at("metadata", "sequence").text()).isEqualTo("17");
            assertThat(ocsf.at("api", "operation").isPresent()).isTrue();
            assertThat(ocsf.at("actor", "user").count("name", "uid")).isPositive();
        }
    }

    @Test
    void apiActivity() {
        Node ocsf =
                ocsf(
                        """
                        {"action":"notifier.delete","operation":"delete","outcome":"failure","severity":"error",\
                        "time":"2026-08-20T16:07:05.123Z","actor":{"type":"service-account","id":"sa-3"},\
                        "client":{"ip":"203.0.113.7","userAgent":"curl"},"targets":[{"type":"notifier","id":"n-1"}],\
                        "detail":{"reason":"quota","labels":{"a":"b"}}}\
                        """);

        assertThat(ocsf.at("class_uid").text()).isEqualTo("6003");
        assertThat(ocsf.at("activity_id").text()).isEqualTo("4");
        assertThat(ocsf.at("type_uid").text()).isEqualTo("600304");
        assertThat(ocsf.at("category_uid").text()).isEqualTo("6");
        assertThat(ocsf.at("time").text()).isEqualTo("1787242025123");
        assertThat(ocsf.at("severity_id").text()).isEqualTo("4");
        assertThat(ocsf.at("status_id").text()).isEqualTo("2");
        assertThat(ocsf.at("status_detail").text()).isEqualTo("quota");
        assertThat(ocsf.at("actor", "user", "type_id").text()).isEqualTo("4");
        assertThat(ocsf.at("src_endpoint", "ip").text()).isEqualTo("203.0.113.7");
        assertThat(ocsf.at("resources").items().getFirst().at("uid").text()).isEqualTo("n-1");
        assertThat(ocsf.at("unmapped", "detail", "labels", "a").text()).isEqualTo("b");
    }

    @Test
    void signInAndAccountChange() {
        Node login =
                ocsf(
                        """
                        {"action":"user.login","category":"sign-in","outcome":"denied",\
                        "actor":{"type":"user","email":"j@example.com"}}\
                        """);
        Node change =
                ocsf(
                        """
                        {"action":"role.update","operation":"update",\
                        "targets":[{"type":"role","name":"Admin"}]}\
                        """);

        assertThat(login.at("type_uid").text()).isEqualTo("300201");
        assertThat(login.at("user", "name").text()).isEqualTo("j@example.com");
        assertThat(login.at("status_code").text()).isEqualTo("denied");
        assertThat(change.at("type_uid").text()).isEqualTo("300199");
        assertThat(change.at("activity_name").text()).isEqualTo("role.update");
        assertThat(change.at("user", "name").text()).isEqualTo("Admin");
    }
}
