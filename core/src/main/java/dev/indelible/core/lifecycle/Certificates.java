package dev.indelible.core.lifecycle;

import dev.indelible.core.sealing.LogKeys;
import dev.indelible.core.sealing.Origins;
import dev.indelible.event.EventTime;
import dev.indelible.proof.Note;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeMap;

/// States that an erasure was done: signed notes (C2SP) by the key of the organization's log, which
/// whoever checks that log has already. They say how much, when and by whose key, and name nobody.
///
/// ```
/// indelible-erasure/v1
/// log <origin>
/// erasure <id>
/// person <SHA-256 of a salt and what names them, in hex>
/// requested <time> <key id>
/// completed <time>
/// events <count> <first sequence> <last sequence>
/// parts <part>=<count> …
/// ```
public final class Certificates {
    private final LogKeys keys;
    private final Origins origins;

    public Certificates(LogKeys keys, Origins origins) {
        this.keys = keys;
        this.origins = origins;
    }

    /// The certificate of an erasure that was done then.
    String of(Erasure erasure, long doneMillis) {
        String origin = origins.of(erasure.organization());
        Findings found = erasure.found();
        var parts = new StringBuilder();
        new TreeMap<>(found.parts())
                .forEach((part, count) ->
                        parts.append(' ')
                                .append(part.name().toLowerCase(Locale.ROOT))
                                .append('=')
                                .append(count));
        String text =
                """
                indelible-erasure/v1
                log %s
                erasure %s
                person %s
                requested %s %s
                completed %s
                events %d %d %d
                parts%s
                """
                        .formatted(
                                origin,
                                erasure.id(),
                                erasure.personHash(),
                                EventTime.ofMillis(erasure.createdMillis()),
                                erasure.by().id(),
                                EventTime.ofMillis(doneMillis),
                                found.events(),
                                found.firstSequence(),
                                found.lastSequence(),
                                parts);
        byte[] note = Note.signed(text, keys.signer(origin)).toBytes();
        return new String(note, StandardCharsets.UTF_8);
    }
}
