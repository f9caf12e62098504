package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventReader;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Our events as StackRox writes its own; the expected bytes are written by hand from its message
/// definition and the rules of protojson.
class StackRoxMessageTest {
    private static AuditEvent event(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return EventReader.read(bytes, 0, bytes.length).event();
    }

    private static AuditEvent foreign(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return ((Formats.Item.Event) Formats.read("stackrox", bytes, 0, bytes.length).getFirst())
                .event()
                .event();
    }

    private static String webhook(AuditEvent event, Map<String, String> fields) {
        return new String(StackRoxMessage.webhook(event, new TreeMap<>(fields)), UTF_8);
    }

    @Test
    void everyFieldHasItsPlace() {
        AuditEvent event =
                event(
                        """
                        {"time":"2026-08-20T18:07:05.5+02:00","action":"notifier.create","operation":"create",\
                        "outcome":"denied","channel":"ui","actor":{"type":"user","id":"u-17",\
                        "email":"john.doe@example.com","name":"John Doe","roles":["Analyst","Admin"],\
                        "permissions":{"Integration":"READ_WRITE_ACCESS","Alert":"READ_ACCESS"}},\
                        "client":{"ip":"203.0.113.7"},"detail":{"reason":"no <role> & no \\"right\\"",\
                        "request":{"method":"POST","endpoint":"/v1/notifiers?x=1",\
                        "payload":{"@type":"storage.Notifier","big":12345678901234567890}}}}\
                        """);

        assertThat(webhook(event, Map.of()))
                .isEqualTo(
                        """
                        {"audit": {"time":"2026-08-20T16:07:05.500Z","status":"AUTH_FAILED",\
                        "statusReason":"no <role> & no \\"right\\"","user":{"username":"john.doe@example.com",\
                        "friendlyName":"John Doe (john.doe@example.com)","permissions":{"resourceToAccess":\
                        {"Alert":"READ_ACCESS","Integration":"READ_WRITE_ACCESS"}},\
                        "roles":[{"name":"Analyst"},{"name":"Admin"}]},"request":{"endpoint":"/v1/notifiers?x=1",\
                        "method":"POST","payload":{"@type":"storage.Notifier","big":12345678901234567890},\
                        "sourceHeaders":{},"sourceIp":"203.0.113.7"},"method":"UI","interaction":"CREATE"}}\
                        """);
    }

    @Test
    void defaultsAreLeftOut() {
        assertThat(webhook(event("{\"action\":\"x.read\",\"operation\":\"read\"}"), Map.of()))
                .isEqualTo(
                        "{\"audit\": {\"request\":{\"endpoint\":\"x.read\",\"sourceHeaders\":{}}}}");
    }

    @Test
    void timesHaveNoneThreeSixOrNineDigits() {
        for (String[] pair :
                new String[][] {
                    {"00", "00Z"},
                    {"00.1", "00.100Z"},
                    {"00.1234", "00.123400Z"},
                    {"00.1234567", "00.123456700Z"},
                    {"00.000000", "00Z"}
                }) {
            AuditEvent event =
                    event(
                            "{\"action\":\"a\",\"time\":\"2026-08-20T16:07:%sZ\"}"
                                    .formatted(pair[0]));

            assertThat(StackRoxMessage.message(event))
                    .startsWith("{\"time\":\"2026-08-20T16:07:" + pair[1] + "\"");
        }
    }

    @Test
    void extraFieldsAreEscapedAsGoDoesAndTheMessageIsNot() {
        String body =
                webhook(
                        event("{\"action\":\"a<b>&\\u0007\\u2028\"}"),
                        Map.of("z", "<&>", "a", "\"\\\u0007\n\u2028ä"));

        assertThat(body)
                .isEqualTo(
                        "{\"a\":\"\\\"\\\\\\u0007\\n\\u2028ä\",\"z\":\"\\u003c\\u0026\\u003e\","
                                + "\"audit\": {\"request\":{\"endpoint\":\"a<b>&\\u0007\u2028\","
                                + "\"sourceHeaders\":{}}}}");
    }

    @Test
    void messageOfSplunksFormIsTheSameMessage() {
        String message =
                "\"time\":\"2026-08-20T16:07:05Z\",\"status\":\"REQUEST_SUCCEEDED\",\"request\":"
                        + "{\"endpoint\":\"/v1/x\",\"method\":\"POST\"},\"method\":\"API\",\"interaction\":\"CREATE\"}";
        AuditEvent fromSplunk =
                foreign(
                        "{\"event\":{\"@type\":\"v1.Audit.Message\","
                                + message
                                + ",\"source\":\"stackrox\"}");

        assertThat(webhook(fromSplunk, Map.of())).isEqualTo("{\"audit\": {" + message + "}");
        assertThat(StackRoxMessage.splunkEvent(fromSplunk))
                .isEqualTo("{\"@type\":\"v1.Audit.Message\"," + message);
    }

    @Test
    void alertStaysAnAlert() {
        String alert = "{\"id\":\"a-1\",\"policy\":{\"name\":\"p\"}}";

        assertThat(webhook(foreign("{\"alert\": " + alert + "}"), Map.of()))
                .isEqualTo("{\"alert\": " + alert + "}");
    }

    /// The frame of sample 13 with the maps and the payload that only StackRox can encode left out.
    @Test
    void cefIsStackRoxsOwn() {
        AuditEvent event =
                foreign(
                        """
                        {"audit": {"time":"2026-08-20T16:13:00.123456Z","status":"REQUEST_SUCCEEDED","user":\
                        {"username":"john.doe@example.com","friendlyName":"John Doe (john.doe@example.com)",\
                        "roles":[{"name":"Notifier Creator"},{"name":"Analyst"}]},"request":{"endpoint":"/v1/notifiers",\
                        "method":"POST","sourceHeaders":{"xForwardedFor":"203.0.113.7","requestAddr":"10.131.0.7:58276"},\
                        "sourceIp":"203.0.113.7"},"method":"UI","interaction":"CREATE"}}\
                        """);

        assertThat(StackRoxCef.message(event, 0, new TreeMap<>(Map.of("source", "rhacs"))))
                .isEqualTo(
                        """
                        CEF:0|StackRox|Kubernetes Security Platform|4.11.2|AuditLog|AuditLog|3|rt=1787242380123 \
                        spriv=Notifier Creator,Analyst suser=john.doe@example.com request=/v1/notifiers \
                        requestMethod=POST outcome=REQUEST_SUCCEEDED requestClientApplication=UI \
                        stackroxKubernetesSecurityPlatformAuditLog={"time":{"seconds":1787242380,"nanos":123456000},\
                        "status":1,"user":{"username":"john.doe@example.com","friendly_name":"John Doe (john.doe@example.com)",\
                        "roles":[{"name":"Notifier Creator"},{"name":"Analyst"}]},"request":{"endpoint":"/v1/notifiers",\
                        "method":"POST","source_headers":{"x_forwarded_for":"203.0.113.7","request_addr":"10.131.0.7:58276"},\
                        "source_ip":"203.0.113.7"},"method":2,"interaction":1} source=rhacs\
                        """);
    }
}
