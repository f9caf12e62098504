package dev.indelible.core.protection;

import dev.indelible.event.InvalidEventException;
import dev.indelible.event.InvalidEventException.Code;
import dev.indelible.event.Limits;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Takes secrets out of events before they are kept: each gives way to a marker that names the
/// rule, such as `[redacted: card-number]`. The same event always becomes the same. Any thread.
public final class Redaction {
    private final List<Rule> rules;
    private final PartRedaction.Means means;
    private final Map<String, LongAdder> counts = new LinkedHashMap<>();

    /// @throws IllegalArgumentException if two rules have one name
    public Redaction(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        var signs = new ArrayList<String>();
        boolean always = false;
        // A text with such escapes may hide a sign.
        signs.add("\\u0");
        signs.add("\\u18");
        signs.add("\\u20");
        signs.add("\\udb");
        signs.add("\\ufe");
        signs.add("\\uff");
        signs.add(":\\/");
        for (Rule rule : rules) {
            if (counts.put(rule.name(), new LongAdder()) != null) {
                throw new IllegalArgumentException(
                        "two rules have the name '%s'".formatted(rule.name()));
            }
            always |= rule.signs().isEmpty();
            signs.addAll(rule.signs());
        }
        boolean cards = signs.remove(CardNumbers.SIGN);
        var prefilter =
                new Prefilter(
                        signs.stream().distinct().toList(),
                        cards ? Optional.of(new CardNumbers()) : Optional.empty(),
                        always);
        this.means = new PartRedaction.Means(this.rules, prefilter, counts);
    }

    /// Takes nothing out.
    public static Redaction none() {
        return new Redaction(List.of());
    }

    /// These parts without secrets; the same object where there are none.
    ///
    /// @throws InvalidEventException if the markers make the event larger than one may be
    public Parts redacted(Parts parts) {
        if (rules.isEmpty()) {
            return parts;
        }
        var changed = new EnumMap<Part, byte[]>(Part.class);
        for (Part part : Part.values()) {
            byte[] bytes = parts.get(part);
            if (bytes != null && means.prefilter().mayHold(bytes, 0, bytes.length)) {
                new PartRedaction(means, part, bytes)
                        .redacted()
                        .ifPresent(after -> changed.put(part, after));
            }
        }
        return changed.isEmpty() ? parts : with(parts, changed);
    }

    private static Parts with(Parts parts, Map<Part, byte[]> changed) {
        var all = new EnumMap<Part, byte[]>(Part.class);
        for (Part part : Part.values()) {
            byte[] bytes = parts.get(part);
            if (bytes != null) {
                all.put(part, changed.getOrDefault(part, bytes));
            }
        }
        Parts after = Parts.of(all);
        if (after.length() > Limits.EVENT_BYTES_MAX) {
            throw new InvalidEventException(
                    Code.LIMIT_EXCEEDED,
                    "",
                    "with markers for the secrets in it the event has %d bytes, at most %d are allowed; send it without them"
                            .formatted(after.length(), Limits.EVENT_BYTES_MAX));
        }
        return after;
    }

    /// How much was taken out since the start, by rule.
    public Map<String, Long> counts() {
        var now = new LinkedHashMap<String, Long>();
        counts.forEach((rule, count) -> now.put(rule, count.sum()));
        return now;
    }
}
