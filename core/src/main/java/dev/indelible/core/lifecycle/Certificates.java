package dev.indelible.core.lifecycle;

import dev.indelible.core.sealing.LogKeys;
import dev.indelible.core.sealing.Origins;
import dev.indelible.event.EventTime;
import dev.indelible.proof.Note;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// States that an erasure was done: signed notes (C2SP) by the key of the organization's log, which
/// whoever checks that log has already. They say how much, when and by whose key, and name nobody.
///
/// ```
/// indelible-erasure/v1
/// log <origin>
/// erasure <id>
/// person <SHA-256 of a salt and what names them, in hex>
/// given <kinds of the values that name them: actor email target name>
/// requested <time> <key id>
/// completed <time>
/// events <count> <first sequence> <last sequence>
/// records <count of these events that Indelible wrote itself, about reads and changes>
/// parts <part>=<count> …
/// elsewhere <kind>=<count> …
/// remaining <kind>=<count> …
/// limit <what was not looked for, or not looked at; one line for each>
/// ```
public final class Certificates {
    private static final String LIMITS =
            """
            limit not looked for: other names of the person than those given, and these inside a longer word
            limit not found: a value written otherwise than as JSON text, such as in base64, hex, percent signs, a hash, or spelt in another way
            limit not looked at: events received after the request
            limit not looked at: names of organizations, folders and projects; keys and grants of the instance or of other organizations
            limit not looked at: what was delivered or exported, backups, and blocks that the file system has freed
            """;

    private final LogKeys keys;
    private final Origins origins;

    public Certificates(LogKeys keys, Origins origins) {
        this.keys = keys;
        this.origins = origins;
    }

    /// The certificate of an erasure that was done then.
    ///
    /// @param remaining what names the person still, by kind
    String of(Erasure erasure, long doneMillis, Map<String, Long> remaining) {
        String origin = origins.of(erasure.organization());
        Findings found = erasure.found();
        var parts = new StringBuilder();
        new TreeMap<>(found.parts())
                .forEach((part, count) ->
                        parts.append(
                                " %s=%d".formatted(part.name().toLowerCase(Locale.ROOT), count)));
        String text =
                """
                indelible-erasure/v1
                log %s
                erasure %s
                person %s
                given %s
                requested %s %s
                completed %s
                events %d %d %d
                records %d
                parts%s
                elsewhere%s
                remaining%s
                """
                        .formatted(
                                origin,
                                erasure.id(),
                                erasure.personHash(),
                                given(erasure),
                                EventTime.ofMillis(erasure.createdMillis()),
                                erasure.by().id(),
                                EventTime.ofMillis(doneMillis),
                                found.events(),
                                found.firstSequence(),
                                found.lastSequence(),
                                found.records(),
                                parts,
                                counts(found.elsewhere()),
                                counts(remaining));
        byte[] note = Note.signed(text + LIMITS, keys.signer(origin)).toBytes();
        return new String(note, StandardCharsets.UTF_8);
    }

    /// Which kinds of values were given; not these, since it names nobody.
    private static String given(Erasure erasure) {
        Person person = erasure.person();
        return person == null ? "" : String.join(" ", person.kinds());
    }

    private static String counts(Map<String, Long> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(count -> " %s=%d".formatted(count.getKey(), count.getValue()))
                        .collect(Collectors.joining());
    }
}
