package dev.indelible.event;

import dev.indelible.event.InvalidEventException.Code;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/// Events from native JSON: as sent, strictly, and as stored, part by part. Stateless; any thread.
public final class EventReader {
    private EventReader() {}

    /// The event in these bytes, and its parts cut out as they were sent. Unknown members,
    /// duplicate keys, wrong types and values over a limit are refused by name.
    ///
    /// @throws InvalidEventException telling what is wrong
    public static SentEvent read(byte[] source, int from, int to) {
        if (to - from > Limits.EVENT_BYTES_MAX) {
            throw new InvalidEventException(
                    Code.LIMIT_EXCEEDED,
                    "",
                    "the event has %d bytes, at most %d are allowed"
                            .formatted(to - from, Limits.EVENT_BYTES_MAX));
        }
        NativeScan scanned = NativeScan.of(source, from, to);
        return scanned == null ? parse(source, from, to) : SentEvent.scanned(scanned);
    }

    /// The same by the parser, which knows every case and names every fault.
    static SentEvent parse(byte[] source, int from, int to) {
        byte[] compact = CompactJson.copy(source, from, to);
        try (JsonParser parser = Syntax.parser(compact)) {
            parser.nextToken();
            var event = new TopLevel(new Tokens(parser, compact), false);
            event.read();
            if (parser.nextToken() != null) {
                throw JsonFault.trailing("event", source, from, to);
            }
            return SentEvent.parsed(event.event(), event.parts);
        } catch (JacksonException e) {
            throw Syntax.problem(e, source, from, to);
        }
    }

    /// The event that these stored parts tell; absent parts are empty.
    ///
    /// @throws InvalidEventException if they were not written by this version or an older one
    public static AuditEvent event(Parts parts) {
        byte[] joined = EventText.join(parts);
        try (JsonParser parser = Syntax.storedParser(joined)) {
            parser.nextToken();
            var event = new TopLevel(new Tokens(parser, joined), true);
            event.read();
            return event.event();
        } catch (JacksonException e) {
            throw Syntax.problem(e, joined, 0, joined.length);
        }
    }

    /// The members of an event, as they come.
    private static final class TopLevel {
        private final Tokens tokens;
        private final PartReader partReader;
        private final boolean stored;
        private final Map<Part, byte[]> parts = new EnumMap<>(Part.class);
        private final AuditEventBuilder builder = AuditEvent.named("");
        private boolean hasAction;

        TopLevel(Tokens tokens, boolean stored) {
            this.tokens = tokens;
            this.partReader = new PartReader(tokens);
            this.stored = stored;
        }

        void read() {
            tokens.object(this::member);
        }

        AuditEvent event() {
            if (!hasAction) {
                throw new InvalidEventException(
                        Code.MISSING_MEMBER,
                        "action",
                        "the event has no action; give one such as user.login");
            }
            return builder.build();
        }

        private boolean member(String name) {
            return switch (name) {
                case "actor", "targets", "client", "detail" -> part(name);
                case "timeFrom", "format", "unforeseen" ->
                        stored ? serverScalar(name) : given(name);
                case "received", "sequence", "key" -> given(name);
                default -> scalar(name);
            };
        }

        private boolean scalar(String name) {
            switch (name) {
                case "id" -> builder.id(uuid(tokens.text()));
                case "time" -> builder.time(time(tokens.text()));
                case "action" -> action(tokens.text());
                case "operation" ->
                        builder.operation(or(tokens.label(Operation.class), Operation.OTHER));
                case "category" -> builder.category(tokens.label(Category.class));
                case "outcome" -> builder.outcome(or(tokens.label(Outcome.class), Outcome.UNKNOWN));
                case "severity" ->
                        builder.severity(or(tokens.label(Severity.class), Severity.INFO));
                case "organization" -> builder.organization(tokens.text());
                case "folder" -> builder.folder(tokens.text());
                case "project" -> builder.project(tokens.text());
                case "service" -> builder.service(tokens.text());
                case "channel" -> builder.channel(tokens.label(Channel.class));
                case "region" -> builder.region(tokens.text());
                case "correlationId" -> builder.correlationId(tokens.text());
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean serverScalar(String name) {
            switch (name) {
                case "timeFrom" -> builder.timeFrom(tokens.text());
                case "format" -> builder.format(tokens.text());
                default -> builder.unforeseen(tokens.text());
            }
            return true;
        }

        private boolean part(String name) {
            if (tokens.isNull()) {
                return true;
            }
            int from = tokens.tokenOffset();
            switch (name) {
                case "actor" -> builder.actor(partReader.actor());
                case "targets" -> builder.targets(partReader.targets());
                case "client" -> builder.client(partReader.client());
                default -> builder.detail(partReader.detail());
            }
            parts.put(partOf(name), tokens.bytes(from, tokens.offset()));
            return true;
        }

        private static Part partOf(String name) {
            return switch (name) {
                case "actor" -> Part.ACTOR;
                case "targets" -> Part.TARGETS;
                case "client" -> Part.CLIENT;
                default -> Part.DETAIL;
            };
        }

        private void action(@Nullable String action) {
            if (action != null) {
                hasAction = true;
                builder.action(action);
            }
        }

        private static boolean given(String name) {
            throw new InvalidEventException(
                    Code.UNKNOWN_MEMBER,
                    name,
                    "'%s' is given by the server; leave it out of what you send".formatted(name));
        }

        private static @Nullable EventTime time(@Nullable String text) {
            return text == null ? null : EventTime.parse(text);
        }

        private static @Nullable UUID uuid(@Nullable String text) {
            if (text == null) {
                return null;
            }
            UUID uuid = text.length() == 36 ? parsed(text) : null;
            if (uuid == null) {
                throw new InvalidEventException(
                        Code.INVALID_VALUE,
                        "id",
                        "id '%s' is not a UUID such as 0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60"
                                .formatted(
                                        text.length() > 64 ? text.substring(0, 64) + "…" : text));
            }
            return uuid;
        }

        private static @Nullable UUID parsed(String text) {
            try {
                UUID uuid = UUID.fromString(text);
                return uuid.toString().equalsIgnoreCase(text) ? uuid : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        private static <T> T or(@Nullable T value, T otherwise) {
            return value == null ? otherwise : value;
        }
    }
}
