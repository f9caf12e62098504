package dev.indelible.sinks.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Batch;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import dev.indelible.event.Severity;
import dev.indelible.formats.Cef;
import dev.indelible.formats.StackRoxCef;
import dev.indelible.sinks.JsonText;
import dev.indelible.sinks.Rendering;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// RFC 5424 messages, each with its length before it (RFC 6587, section 3.4.1): a message may have
/// line feeds in it. One that is longer than the receiver takes is replaced by a stub that says
/// where the whole event is; none is ever cut.
final class Messages implements Rendering {
    private static final String REPLAY = " replay=\"true\"";
    private static final String STUB = "[indelible@32473 stub=\"true\" ";
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final SyslogSettings settings;

    Messages(SyslogSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "syslog-" + settings.format() + (isStackRox() ? "/1" : "/2");
    }

    private boolean isStackRox() {
        return settings.format().equals("stackrox");
    }

    @Override
    public byte[] render(Batch batch) {
        var frames = new ByteArrayOutputStream(1024 * batch.items().size());
        var from = new From(batch.destination(), batch.replay() ? REPLAY : "");
        for (Batch.Item item : batch.items()) {
            byte[] message = message(item, from);
            frames.writeBytes((message.length + " ").getBytes(US_ASCII));
            frames.writeBytes(message);
        }
        return frames.toByteArray();
    }

    /// What all messages of a batch have in common.
    ///
    /// @param mark of a replay, or nothing
    private record From(String destination, String mark) {}

    private byte[] message(Batch.Item item, From from) {
        Entry entry = item.entry();
        AuditEvent event = EventReader.event(entry.parts());
        byte[] whole =
                (isStackRox()
                                ? stackRox(event, entry)
                                : header(event, item, "[indelible@32473 ", from)
                                        + text(event, item))
                        .getBytes(UTF_8);
        return whole.length <= settings.messageBytesMax() ? whole : stub(event, item, from);
    }

    private String text(AuditEvent event, Batch.Item item) {
        Entry entry = item.entry();
        return settings.format().equals("json")
                ? new String(entry.text(), UTF_8)
                : Cef.line(
                        event,
                        entry.id().toString(),
                        entry.receivedMillis(),
                        entry.sequence(),
                        item.destinationSequence());
    }

    private String header(AuditEvent event, Batch.Item item, String element, From from) {
        Entry entry = item.entry();
        return "<%d>1 %s %s %s - audit %sid=\"%s\" organization=\"%s\" sequence=\"%d\" destination=\"%s\" destinationSequence=\"%d\"%s] "
                .formatted(
                        settings.facility() * 8 + severity(event.severity()),
                        MICROS.format(time(event, entry)),
                        settings.hostName(),
                        settings.appName(),
                        element,
                        entry.id(),
                        escaped(entry.organization()),
                        entry.sequence(),
                        escaped(from.destination()),
                        item.destinationSequence(),
                        from.mark());
    }

    /// As StackRox's Central heads its messages, the too long name of the message included.
    private String stackRox(AuditEvent event, Entry entry) {
        return "<%d>1 %s central stackRoxKubernetesSecurityPlatform 1 stackroxKubernetesSecurityPlatformAudit - %s"
                .formatted(
                        settings.facility() * 8 + 6,
                        SECONDS.format(time(event, entry)),
                        StackRoxCef.message(event, entry.receivedMillis(), settings.extraFields()));
    }

    private byte[] stub(AuditEvent event, Batch.Item item, From from) {
        Entry entry = item.entry();
        byte[] text = entry.text();
        String stub =
                """
                {"stub":true,"id":"%s","organization":%s,"sequence":%d,"bytes":%d,\
                "sha256":"%s","retrieve":"/v1/events/%s"}\
                """
                        .formatted(
                                entry.id(),
                                JsonText.quoted(entry.organization()),
                                entry.sequence(),
                                text.length,
                                sha256(text),
                                entry.id());
        return (header(event, item, STUB, from) + stub).getBytes(UTF_8);
    }

    /// How many of these messages are stubs.
    static int stubs(List<byte[]> messages) {
        int count = 0;
        for (byte[] message : messages) {
            String head = new String(message, 0, Math.min(message.length, 512), UTF_8);
            int element = head.indexOf('[');
            count += element >= 0 && head.startsWith(STUB, element) ? 1 : 0;
        }
        return count;
    }

    /// The messages without their lengths.
    static List<byte[]> split(byte[] frames) {
        var messages = new ArrayList<byte[]>();
        int at = 0;
        while (at < frames.length) {
            int length = 0;
            while (frames[at] != ' ') {
                length = length * 10 + frames[at++] - '0';
            }
            byte[] message = new byte[length];
            System.arraycopy(frames, at + 1, message, 0, length);
            messages.add(message);
            at += 1 + length;
        }
        return messages;
    }

    private static Instant time(AuditEvent event, Entry entry) {
        EventTime time = event.time();
        return time == null ? Instant.ofEpochMilli(entry.receivedMillis()) : time.instant();
    }

    private static int severity(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 2;
            case ERROR -> 3;
            case WARNING -> 4;
            case NOTICE -> 5;
            case INFO -> 6;
        };
    }

    /// RFC 5424, section 6.3.3.
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("there is no SHA-256 in this JDK", e);
        }
    }
}
