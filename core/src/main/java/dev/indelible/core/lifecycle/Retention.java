package dev.indelible.core.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.protection.JsonStrings;
import dev.indelible.core.search.Document;
import dev.indelible.core.search.Field;
import dev.indelible.event.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How long an organization keeps the bodies of its events: whole days of receipt, in UTC. What was
/// received on a day goes when that day and so many days more are over, all of it together.
///
/// @param bodyDays of events that no rule is about
/// @param rules the first that fits an event counts
public record Retention(int bodyDays, List<Rule> rules) {
    /// Where nobody says otherwise: what STACKIT keeps, too.
    public static final Retention DEFAULT = new Retention(90, List.of());

    /// A century.
    public static final int DAYS_MAX = 36_525;

    /// More are hardly understood by those who wrote them.
    public static final int RULES_MAX = 64;

    /// What a rule can be about.
    public static final Set<Field> FIELDS = Set.of(Field.CATEGORY, Field.OPERATION, Field.SERVICE);

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /// Events with this value of this field are kept for so many days.
    public record Rule(Field field, String value, int bodyDays) {
        public Rule {
            if (!FIELDS.contains(field)) {
                throw new Rejected(
                        Problem.PARAMETER_INVALID,
                        "a rule of retention is about category, operation or service");
            }
            if (value.isBlank() || value.length() > 255) {
                throw new Rejected(
                        Problem.PARAMETER_INVALID,
                        "a rule of retention has a value of 1 to 255 characters");
            }
            checkDays(bodyDays);
        }
    }

    public Retention {
        checkDays(bodyDays);
        rules = List.copyOf(rules);
        if (rules.size() > RULES_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "%d rules of retention; at most %d".formatted(rules.size(), RULES_MAX));
        }
    }

    private static void checkDays(int days) {
        if (days < 1 || days > DAYS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "bodies cannot be kept for %d days; 1 to %d are possible"
                            .formatted(days, DAYS_MAX));
        }
    }

    /// Refuses rules about categories and operations that there are not: they would never count,
    /// and nobody would notice.
    ///
    /// @throws Rejected telling which there are
    void requirePossible() {
        for (Rule rule : rules) {
            List<String> known = rule.field().only();
            boolean text = UTF_8.newEncoder().canEncode(rule.value());
            if (!text || (!known.isEmpty() && !known.contains(Field.folded(rule.value())))) {
                throw new Rejected(
                        Problem.PARAMETER_INVALID,
                        "a rule of retention is about %s '%s', which no event has; %s"
                                .formatted(
                                        rule.field().label(),
                                        rule.value(),
                                        text
                                                ? "there are: " + String.join(", ", known)
                                                : "it has half a character"));
            }
        }
    }

    /// As the API writes it.
    Json json() {
        var rows = new ArrayList<String>();
        for (Rule rule : rules) {
            rows.add(
                    "{\"%s\":%s,\"bodyDays\":%d}"
                            .formatted(
                                    rule.field().label(),
                                    JsonStrings.quoted(rule.value()),
                                    rule.bodyDays()));
        }
        return Json.parse(
                "{\"bodyDays\":%d,\"rules\":[%s]}".formatted(bodyDays, String.join(",", rows)));
    }

    /// The fewest days for which any event is kept.
    int daysMin() {
        return Math.min(bodyDays, rules.stream().mapToInt(Rule::bodyDays).min().orElse(bodyDays));
    }

    /// For how many days an event is kept.
    int days(Entry entry) {
        if (rules.isEmpty()) {
            return bodyDays;
        }
        Document document = Document.of(entry);
        for (Rule rule : rules) {
            boolean fits =
                    document.keywords().getOrDefault(rule.field(), Set.of()).stream()
                            .anyMatch(value ->
                                    Field.folded(value).equals(Field.folded(rule.value())));
            if (fits) {
                return rule.bodyDays();
            }
        }
        return bodyDays;
    }

    /// When what was received then goes, milliseconds since 1970.
    static long dueMillis(long receivedMillis, int days) {
        return (Math.floorDiv(receivedMillis, DAY_MILLIS) + 1 + days) * DAY_MILLIS;
    }

    Map<String, String> note() {
        var note = new LinkedHashMap<String, String>();
        note.put("days", Integer.toString(bodyDays));
        for (int i = 0; i < rules.size(); i++) {
            note.put("rule%d.field".formatted(i), rules.get(i).field().name());
            note.put("rule%d.value".formatted(i), rules.get(i).value());
            note.put("rule%d.days".formatted(i), Integer.toString(rules.get(i).bodyDays()));
        }
        return note;
    }

    static Retention of(Map<String, String> note) {
        var rules = new ArrayList<Rule>();
        for (int i = 0; note.containsKey("rule%d.field".formatted(i)); i++) {
            rules.add(
                    new Rule(
                            Field.valueOf(note.getOrDefault("rule%d.field".formatted(i), "")),
                            note.getOrDefault("rule%d.value".formatted(i), ""),
                            Integer.parseInt(note.getOrDefault("rule%d.days".formatted(i), ""))));
        }
        return new Retention(Integer.parseInt(note.getOrDefault("days", "")), rules);
    }
}
