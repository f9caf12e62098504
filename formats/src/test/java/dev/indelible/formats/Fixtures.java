package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.AuditEvent;
import dev.indelible.event.Detail;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// Events of each format, one a line; `formats/ORIGINS.md` tells whose they are.
final class Fixtures {
    static final List<String> FILES =
            List.of(
                    "stackrox",
                    "kubernetes",
                    "cloudtrail",
                    "gcp",
                    "azure",
                    "okta",
                    "github",
                    "generic");

    private Fixtures() {}

    static List<String> lines(String file) {
        String name = "/formats/" + file + ".ndjson";
        try (InputStream in = Objects.requireNonNull(Fixtures.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param number from 1
    static String line(String file, int number) {
        return lines(file).get(number - 1);
    }

    static List<Formats.Item> read(String format, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Formats.read(format, bytes, 0, bytes.length);
    }

    /// The one event in this text.
    static AuditEvent event(String format, String text) {
        List<Formats.Item> items = read(format, text);
        assertThat(items).hasSize(1);
        return event(items.getFirst());
    }

    static AuditEvent event(Formats.Item item) {
        return switch (item) {
            case Formats.Item.Event(var sent) -> sent.event();
            case Formats.Item.Refused(var reason) -> throw reason;
        };
    }

    static Detail detail(AuditEvent event) {
        return Objects.requireNonNull(event.detail());
    }
}
