package dev.indelible.core.search;

import dev.indelible.core.journal.Entry;
import dev.indelible.event.Actor;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Client;
import dev.indelible.event.Detail;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import dev.indelible.event.Json;
import dev.indelible.event.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of an event can be searched.
///
/// @param timeNanos when it happened, nanoseconds since 1970
/// @param keywords values of each field, as the event has them
/// @param facets the value by which each field is counted
/// @param texts what free text is looked for in
public record Document(
        long position,
        long timeNanos,
        Map<Field, Set<String>> keywords,
        Map<Field, String> facets,
        List<String> texts) {
    private static final System.Logger logger = System.getLogger(Document.class.getName());

    /// What of this entry can be searched. Of one whose bytes are no event that this version
    /// understands that is its organization and key, at the time of receipt: it is still listed.
    public static Document of(Entry entry) {
        try {
            return new Builder(entry).document();
        } catch (RuntimeException e) {
            // Whatever is wrong with one event must not keep the others from being found.
            logger.log(
                    System.Logger.Level.WARNING,
                    "event known by its organization and key only: position=" + entry.position(),
                    e);
            return bare(entry);
        }
    }

    private static Document bare(Entry entry) {
        return new Document(
                entry.position(),
                entry.receivedMillis() * 1_000_000L,
                Map.of(
                        Field.ORGANIZATION,
                        Set.of(entry.organization()),
                        Field.KEY,
                        Set.of(entry.draft().key())),
                Map.of(Field.ORGANIZATION, entry.organization()),
                List.of());
    }

    /// Nanoseconds since 1970.
    public static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    /// The words of all texts, each once.
    public Set<String> words() {
        var words = new LinkedHashSet<String>();
        texts.forEach(text -> words.addAll(Words.of(text)));
        return words;
    }

    private static final class Builder {
        private final Entry entry;
        private final AuditEvent event;
        private final Map<Field, Set<String>> keywords = new EnumMap<>(Field.class);
        private final Map<Field, String> facets = new EnumMap<>(Field.class);
        private final List<String> texts = new ArrayList<>();

        Builder(Entry entry) {
            this.entry = entry;
            this.event = EventReader.event(entry.parts());
        }

        Document document() {
            scalars();
            actor(event.actor());
            for (Target target : event.targets()) {
                add(Field.TARGET, target.id());
                add(Field.TARGET, target.name());
                add(Field.TARGET_TYPE, target.type());
                text(target.name());
            }
            client(event.client());
            detail(event.detail());
            EventTime time = event.time();
            long nanos = time == null ? entry.receivedMillis() * 1_000_000L : nanos(time.instant());
            return new Document(entry.position(), nanos, keywords, facets, texts);
        }

        private void scalars() {
            add(Field.ORGANIZATION, entry.organization());
            add(Field.FOLDER, event.folder());
            add(Field.PROJECT, event.project());
            add(Field.ACTION, event.action());
            text(event.action());
            add(Field.OPERATION, event.operation().label());
            add(Field.CATEGORY, event.category() == null ? null : event.category().label());
            add(Field.OUTCOME, event.outcome().label());
            add(Field.SEVERITY, event.severity().label());
            add(Field.SERVICE, event.service());
            add(Field.CHANNEL, event.channel() == null ? null : event.channel().label());
            add(Field.REGION, event.region());
            add(Field.CORRELATION_ID, event.correlationId());
            add(Field.FORMAT, event.format());
            add(Field.KEY, entry.draft().key());
        }

        private void actor(Actor actor) {
            add(Field.ACTOR_TYPE, actor.type().label());
            names(actor);
            actor.onBehalfOf().forEach(this::names);
        }

        private void names(Actor actor) {
            add(Field.ACTOR, actor.id());
            add(Field.ACTOR, actor.email());
            add(Field.ACTOR, actor.name());
            text(actor.email());
            text(actor.name());
        }

        private void client(@Nullable Client client) {
            if (client != null) {
                add(Field.IP, client.ip());
                add(Field.REQUEST_ID, client.requestId());
                add(Field.SESSION_ID, client.sessionId());
            }
        }

        private void detail(@Nullable Detail detail) {
            if (detail == null) {
                return;
            }
            text(detail.description());
            text(detail.reason());
            Detail.Request request = detail.request();
            if (request != null) {
                text(request.endpoint());
                json(request.params());
                json(request.payload());
            }
            for (Detail.Change change : detail.changes()) {
                json(change.oldValue());
                json(change.newValue());
            }
            detail.labels().values().forEach(this::text);
            json(detail.original());
        }

        private void json(@Nullable Json json) {
            if (json != null) {
                texts.addAll(json.texts());
            }
        }

        private void text(@Nullable String text) {
            if (text != null) {
                texts.add(text);
            }
        }

        private void add(Field field, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                keywords.computeIfAbsent(field, _ -> new LinkedHashSet<>()).add(value);
                facets.putIfAbsent(field, value);
            }
        }
    }
}
