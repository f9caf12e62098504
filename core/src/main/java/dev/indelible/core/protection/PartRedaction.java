package dev.indelible.core.protection;

import dev.indelible.event.Limits;
import dev.indelible.event.Part;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Takes secrets out of one part. For one thread, for one part.
final class PartRedaction implements JsonWalk.Visitor {
    /// What the server reads again, and what no secret can be.
    private static final Set<String> UNTOUCHED =
            Set.of(
                    "id",
                    "time",
                    "timeFrom",
                    "operation",
                    "category",
                    "outcome",
                    "severity",
                    "organization",
                    "folder",
                    "project",
                    "channel",
                    "format");

    /// Texts that grow beyond this by their markers give way as a whole, so that no limit of an
    /// event is passed.
    private static final int GROWN_CHARS_MAX = 1024;

    /// Numbers of so few digits beside a secret tell how long or how often.
    private static final int COUNT_CHARS_MAX = 3;

    private final Means means;
    private final Part part;
    private final byte[] json;

    /// By depth: the rules for which the names of the place are those of secrets.
    private final @Nullable Rule[] named = new Rule[Limits.NESTING_MAX + 2];

    /// By depth: whether the name is of several secrets.
    private final BitSet several = new BitSet();

    private final Edits edits = new Edits();
    private final NamedValues pairs;
    private final ValuePlace where;
    private int names;

    PartRedaction(Means means, Part part, byte[] json) {
        this.means = means;
        this.part = part;
        this.json = json;
        this.where = new ValuePlace(json, means.paths());
        this.pairs = new NamedValues(json, name -> byName(MemberNames.Name.of(name)));
    }

    /// By what secrets are known and counted.
    ///
    /// @param placed the rules that have paths
    /// @param paths that they have
    record Means(
            List<Rule> rules,
            List<Rule> placed,
            List<MemberPath> paths,
            Prefilter prefilter,
            Map<String, LongAdder> counts) {
        Means(List<Rule> rules, Prefilter prefilter, Map<String, LongAdder> counts) {
            this(
                    rules,
                    rules.stream().filter(rule -> !rule.paths().isEmpty()).toList(),
                    rules.stream().flatMap(rule -> rule.paths().stream()).toList(),
                    prefilter,
                    counts);
        }
    }

    /// The part without secrets, if it has any.
    Optional<byte[]> redacted() {
        JsonWalk.of(json, part == Part.CORE ? List.of() : List.of(part.member()), this);
        return edits.isEmpty() ? Optional.empty() : Optional.of(edits.applied(json));
    }

    @Override
    public boolean isWhole(List<String> place, int from) {
        where.begins(place, from);
        if (at(place) != null) {
            return true;
        }
        Rule rule = place.isEmpty() ? null : named[place.size() - 1];
        if (rule == null || TypedMembers.has(place) || isPermitting(place)) {
            return false;
        }
        return rule.isExact()
                || (json[from] == '[' && json[from + 1] != '{' && json[from + 1] != '[');
    }

    @Override
    public void value(List<String> place, int from, int to) {
        byte first = json[from];
        if (isUntouched(place) || first == 'n') {
            return;
        }
        Rule rule = at(place);
        if (rule == null) {
            rule = secret(place, from, to);
        }
        if (rule != null) {
            replace(rule, from, to);
        } else if (first == '"') {
            text(from, to);
        } else if (first != 't' && first != 'f') {
            number(from, to);
        }
    }

    private boolean isUntouched(List<String> place) {
        return switch (part) {
            case CORE -> place.size() == 1 && UNTOUCHED.contains(place.getFirst());
            case ACTOR -> place.getLast().equals("type");
            case DETAIL -> place.size() > 1 && place.get(1).equals("response");
            case TARGETS, CLIENT -> false;
        };
    }

    /// The rule that has the path of this place, or of the member of which a change tells here.
    private @Nullable Rule at(List<String> place) {
        if (means.placed().isEmpty()) {
            return null;
        }
        where.enter(place);
        for (Rule rule : means.placed()) {
            if (rule.isAt(where)) {
                return rule;
            }
        }
        return null;
    }

    /// The rule for which this is a secret by its name or by that of something around it.
    private @Nullable Rule secret(List<String> place, int from, int to) {
        int last = place.size() - 1;
        int depth = last;
        while (depth >= 0 && named[depth] == null) {
            depth--;
        }
        if (depth < 0 || !holdsSecret(from, to) || TypedMembers.has(place.subList(0, depth + 1))) {
            return null;
        }
        byte first = json[from];
        boolean isNumber = first == '-' || (first >= '0' && first <= '9');
        boolean isCount =
                isNumber && (depth == last ? several.get(depth) : to - from <= COUNT_CHARS_MAX);
        boolean isDescribed = depth < last && Describing.has(place.getLast());
        return isCount || isDescribed || (isPermitting(place) && isPermission(from, to))
                ? null
                : named[depth];
    }

    /// Not an empty text, nor what is only true or false.
    private boolean holdsSecret(int from, int to) {
        byte first = json[from];
        return first != 't' && first != 'f' && to - from > "\"\"".length();
    }

    private static boolean isPermitting(List<String> place) {
        return place.stream().anyMatch(PermissionWords::isPermitting);
    }

    private boolean isPermission(int from, int to) {
        return json[from] == '"' && PermissionWords.are(JsonStrings.text(json, from + 1, to - 1));
    }

    private @Nullable Rule byName(MemberNames.Name name) {
        for (Rule rule : means.rules()) {
            if (rule.isNamed(name)) {
                return rule;
            }
        }
        return null;
    }

    private void replace(Rule rule, int from, int to) {
        edits.replace(from, to, rule.quotedMarker());
        count(rule);
    }

    private void count(Rule rule) {
        LongAdder count = means.counts().get(rule.name());
        if (count != null) {
            count.increment();
        }
    }

    private void text(int from, int to) {
        if (!means.prefilter().mayHold(json, from, to)) {
            return;
        }
        String text = JsonStrings.text(json, from + 1, to - 1);
        String after = redacted(text);
        if (!after.equals(text)) {
            edits.replace(from, to, JsonStrings.quoted(after));
        }
    }

    private String redacted(String text) {
        String after = text;
        String marker = "";
        for (Rule rule : means.rules()) {
            for (Finder finder : rule.finders()) {
                var replaced = new Replaced(after, rule.marker());
                finder.find(after, replaced);
                if (replaced.any) {
                    count(rule);
                    marker = rule.marker();
                    after = replaced.text();
                }
            }
        }
        boolean grown = after.length() > text.length() && after.length() > GROWN_CHARS_MAX;
        return grown ? marker : after;
    }

    /// A text while what was found in it is replaced.
    private static final class Replaced implements Finder.Found {
        private final String text;
        private final String marker;
        private final StringBuilder out = new StringBuilder();
        private int at;
        private boolean any;

        Replaced(String text, String marker) {
            this.text = text;
            this.marker = marker;
        }

        @Override
        public void at(int from, int to) {
            if (from >= at && to > from) {
                out.append(text, at, from).append(marker);
                at = to;
                any = true;
            }
        }

        String text() {
            return out.append(text, at, text.length()).toString();
        }
    }

    private void number(int from, int to) {
        if (!means.prefilter().mayHold(json, from, to)) {
            return;
        }
        String text = JsonStrings.text(json, from, to);
        for (Rule rule : means.rules()) {
            for (Finder finder : rule.finders()) {
                var replaced = new Replaced(text, rule.marker());
                finder.find(text, replaced);
                if (replaced.any) {
                    replace(rule, from, to);
                    return;
                }
            }
        }
    }

    /// Names are unique in their object, so what stands for one is numbered.
    @Override
    public void name(int depth, int from, int to) {
        named[depth] = null;
        if (!means.prefilter().mayHold(json, from, to)) {
            return;
        }
        String text = JsonStrings.text(json, from, to);
        var name = MemberNames.Name.of(text);
        boolean isDecision = json[to + "\":".length()] == '{' && Describing.isDecision(name);
        Rule rule = isDecision ? null : byName(name);
        named[depth] = rule;
        several.set(depth, rule != null && rule.isNameOfSeveral(name));
        String after = redacted(text);
        if (!after.equals(text)) {
            names++;
            edits.replace(from - 1, to + 1, JsonStrings.quoted(after + " " + names));
        }
    }

    @Override
    public void begins() {
        pairs.begins();
    }

    @Override
    public void member(List<String> place, int from, int to) {
        if (json[from] != 'n' && holdsSecret(from, to)) {
            pairs.member(place.getLast(), from, to);
        }
        named[place.size() - 1] = null;
    }

    @Override
    public void item(List<String> place, int before, int from, int to) {
        if (before < 0 || json[before] != '"') {
            return;
        }
        int nameEnd = from - ",".length();
        if (means.prefilter().mayHold(json, before, nameEnd)) {
            String name = JsonStrings.text(json, before + 1, nameEnd - 1);
            pairs.item(place.isEmpty() ? "" : place.getLast(), name, from, to, this::replace);
        }
    }

    @Override
    public void ends() {
        pairs.ends(this::replace);
    }
}
