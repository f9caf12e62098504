package dev.indelible.core.lifecycle;

import dev.indelible.core.access.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The erasure of one person from one organization's events: a job that goes on where it was after
/// a restart, and what is left of it, which names nobody.
///
/// @param person until it is done
/// @param personHash of the person with a salt that only whoever asked has
/// @param confirmed how many events whoever asked said to lose something, if they did
/// @param endPosition events that came later are not looked at
/// @param found what it is about, as it was counted when it began
/// @param certificate once it is done, a signed note
public record Erasure(
        String id,
        String organization,
        @Nullable Person person,
        String personHash,
        String reason,
        LifecycleTrail.By by,
        OptionalLong confirmed,
        long createdMillis,
        long endPosition,
        Findings found,
        long doneMillis,
        Optional<String> certificate) {

    private static final String PERSON = "person.";
    private static final String CONFIRMED = "confirmed";

    /// Whether nothing is left to do.
    public boolean isDone() {
        return certificate.isPresent();
    }

    Erasure done(long nowMillis, String signed) {
        return new Erasure(
                id,
                organization,
                null,
                personHash,
                reason,
                by,
                confirmed,
                createdMillis,
                endPosition,
                found,
                nowMillis,
                Optional.of(signed));
    }

    Map<String, String> note() {
        var note = new LinkedHashMap<String, String>();
        note.put("organization", organization);
        Person named = person;
        if (named != null) {
            put(note, "actor", named.actor());
            put(note, "email", named.email());
            put(note, "target", named.target());
            put(note, "name", named.name());
        }
        note.put("hash", personHash);
        note.put("reason", reason);
        note.put("by.kind", by.kind().name());
        note.put("by.id", by.id());
        note.put("by.name", by.name());
        confirmed.ifPresent(events -> note.put(CONFIRMED, Long.toString(events)));
        note.put("created", Long.toString(createdMillis));
        note.put("end", Long.toString(endPosition));
        note.putAll(found.note());
        note.put("done", Long.toString(doneMillis));
        certificate.ifPresent(signed -> note.put("certificate", signed));
        return note;
    }

    private static void put(Map<String, String> note, String member, @Nullable String value) {
        if (value != null) {
            note.put(PERSON + member, value);
        }
    }

    static Erasure of(String id, Map<String, String> note) {
        boolean named = note.keySet().stream().anyMatch(member -> member.startsWith(PERSON));
        Person person =
                named
                        ? new Person(
                                note.get(PERSON + "actor"),
                                note.get(PERSON + "email"),
                                note.get(PERSON + "target"),
                                note.get(PERSON + "name"))
                        : null;
        return new Erasure(
                id,
                note.getOrDefault("organization", ""),
                person,
                note.getOrDefault("hash", ""),
                note.getOrDefault("reason", ""),
                new LifecycleTrail.By(
                        Caller.Kind.valueOf(note.getOrDefault("by.kind", Caller.Kind.KEY.name())),
                        note.getOrDefault("by.id", ""),
                        note.getOrDefault("by.name", "")),
                confirmed(note),
                Long.parseLong(note.getOrDefault("created", "0")),
                Long.parseLong(note.getOrDefault("end", "0")),
                Findings.of(note).orElse(Findings.NONE),
                Long.parseLong(note.getOrDefault("done", "0")),
                Optional.ofNullable(note.get("certificate")));
    }

    private static OptionalLong confirmed(Map<String, String> note) {
        String events = note.get(CONFIRMED);
        return events == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(events));
    }

    /// What the log tells of it when it is asked for.
    Map<String, String> askedLabels() {
        var labels = new TreeMap<String, String>();
        labels.put("erasure", id);
        confirmed.ifPresent(events -> labels.put(CONFIRMED, Long.toString(events)));
        return labels;
    }

    /// What the log tells of it when it is done; nobody is named.
    Map<String, String> labels() {
        var labels = new TreeMap<String, String>();
        labels.put("erasure", id);
        labels.put("person", personHash);
        labels.put("events", Long.toString(found.events()));
        labels.put("recordsErased", Long.toString(found.records()));
        labels.put("parts", Long.toString(found.partCount()));
        labels.put("firstSequence", Long.toString(found.firstSequence()));
        labels.put("lastSequence", Long.toString(found.lastSequence()));
        found.elsewhere().forEach((kind, count) -> labels.put(kind, Long.toString(count)));
        return labels;
    }
}
