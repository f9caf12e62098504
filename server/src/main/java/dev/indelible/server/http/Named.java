package dev.indelible.server.http;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.search.SearchIndex.ValueCount;
import dev.indelible.event.Actor;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Actors that are counted by what they are, as their events name them.
///
/// @param naming the newest event of each that has a name for it, or just the newest
/// @param first what each did first
record Named(Map<String, Entry> naming, Map<String, Entry> first) {
    static final Named NONE = new Named(Map.of(), Map.of());

    /// Of some events of each: the newest, and the oldest where they are told.
    static Named of(Map<String, List<Entry>> newest, Map<String, List<Entry>> oldest) {
        var naming = new HashMap<String, Entry>();
        var first = new HashMap<String, Entry>();
        newest.forEach((value, entries) ->
                entries.stream()
                        .filter(Named::hasName)
                        .findFirst()
                        .or(() -> entries.stream().findFirst())
                        .ifPresent(entry -> naming.put(value, entry)));
        oldest.forEach((value, entries) ->
                entries.stream().findFirst().ifPresent(entry -> first.put(value, entry)));
        return new Named(naming, first);
    }

    static boolean hasName(Entry entry) {
        Actor actor = EventReader.event(entry.parts()).actor();
        return actor.name() != null || actor.email() != null;
    }

    /// The events of which an answer tells.
    List<Entry> shown() {
        var shown = new ArrayList<>(naming.values());
        shown.addAll(first.values());
        return shown;
    }

    /// Values with their counts.
    List<Map<String, Object>> counts(List<ValueCount> values) {
        var counts = new ArrayList<Map<String, Object>>();
        for (ValueCount value : values) {
            var count = new LinkedHashMap<String, Object>();
            count.put("value", value.value());
            count.put("count", value.count());
            tellName(naming.get(value.value()), count);
            tellFirst(first.get(value.value()), count);
            counts.add(count);
        }
        return counts;
    }

    private static void tellName(@Nullable Entry entry, Map<String, Object> into) {
        if (entry == null) {
            return;
        }
        Actor actor = EventReader.event(entry.parts()).actor();
        if (actor.name() != null) {
            into.put("name", actor.name());
        }
        if (actor.email() != null) {
            into.put("email", actor.email());
        }
        into.put("type", actor.type().label());
    }

    private static void tellFirst(@Nullable Entry entry, Map<String, Object> into) {
        if (entry == null) {
            return;
        }
        AuditEvent event = EventReader.event(entry.parts());
        var told = new LinkedHashMap<String, Object>();
        told.put("id", String.valueOf(entry.id()));
        told.put("time", String.valueOf(event.time()));
        told.put("action", event.action());
        if (event.client() != null && event.client().ip() != null) {
            told.put("ip", event.client().ip());
        }
        into.put("first", told);
    }
}
