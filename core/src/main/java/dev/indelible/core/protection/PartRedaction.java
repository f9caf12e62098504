package dev.indelible.core.protection;

import dev.indelible.event.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
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

    /// Roles and permissions are named after what they permit: `{"Secret":"READ_ACCESS"}`.
    private static final Set<String> PERMITTING = Set.of("permissions", "permission", "roles");

    /// Members that tell what another member of the same object is about.
    private static final Set<String> NAMING = Set.of("name", "key", "path", "field", "header");

    private static final Set<String> NAMED =
            Set.of("value", "values", "old", "new", "oldValue", "newValue");

    /// Texts that grow beyond this by their markers give way as a whole, so that no limit of an
    /// event is passed.
    private static final int GROWN_CHARS_MAX = 1024;

    private final Means means;
    private final Part part;
    private final byte[] json;

    /// By depth: the names of the place that are certainly no secret's.
    private final BitSet harmless = new BitSet();

    private @Nullable String lastName;
    private @Nullable Rule lastRule;

    private final Edits edits = new Edits();
    private final Deque<Naming> objects = new ArrayDeque<>();
    private int names;

    PartRedaction(Means means, Part part, byte[] json) {
        this.means = means;
        this.part = part;
        this.json = json;
    }

    /// By what secrets are known and counted.
    record Means(List<Rule> rules, Prefilter prefilter, Map<String, LongAdder> counts) {}

    /// An object whose members may be a name and what it names.
    private static final class Naming {
        @Nullable Rule rule;
        final List<int[]> values = new ArrayList<>();
    }

    /// The part without secrets, if it has any.
    Optional<byte[]> redacted() {
        JsonWalk.of(json, part == Part.CORE ? List.of() : List.of(part.member()), this);
        return edits.isEmpty() ? Optional.empty() : Optional.of(edits.applied(json));
    }

    @Override
    public boolean isWhole(List<String> place, byte first) {
        Rule rule = ruleOf(place);
        return rule != null && (first == '[' || rule.isAt(place));
    }

    @Override
    public void value(List<String> place, int from, int to) {
        byte first = json[from];
        if (isUntouched(place) || first == 'n') {
            return;
        }
        Rule rule = ruleOf(place);
        if (rule != null && (holdsSecret(from, to) || rule.isAt(place))) {
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

    /// Not an empty text, nor what is only true or false.
    private boolean holdsSecret(int from, int to) {
        byte first = json[from];
        return first != 't' && first != 'f' && to - from > "\"\"".length();
    }

    private @Nullable Rule ruleOf(List<String> place) {
        if (place.isEmpty()) {
            return null;
        }
        for (Rule rule : means.rules()) {
            if (rule.isAt(place)) {
                return rule;
            }
        }
        for (String name : place) {
            if (PERMITTING.contains(name)) {
                return null;
            }
        }
        return harmless.get(place.size() - 1) ? null : named(place.getLast());
    }

    /// The rule by the member's name. Items of a list have the name of their list, which is looked
    /// at once however many they are.
    private @Nullable Rule named(String member) {
        if (!member.equals(lastName)) {
            lastName = member;
            lastRule = byName(member);
        }
        return lastRule;
    }

    private @Nullable Rule byName(String member) {
        var name = MemberNames.Name.of(member);
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
        boolean isHarmless = !means.prefilter().mayHold(json, from, to);
        harmless.set(depth, isHarmless);
        if (isHarmless) {
            return;
        }
        String text = JsonStrings.text(json, from, to);
        String after = redacted(text);
        if (!after.equals(text)) {
            names++;
            edits.replace(from - 1, to + 1, JsonStrings.quoted(after + " " + names));
        }
    }

    @Override
    public void begins() {
        objects.push(new Naming());
    }

    @Override
    public void member(List<String> place, int from, int to) {
        Naming object = objects.element();
        String member = place.getLast();
        if (json[from] == '"' && NAMING.contains(member)) {
            String text = JsonStrings.text(json, from + 1, to - 1);
            Rule rule =
                    named(
                            text.substring(
                                    Math.max(text.lastIndexOf('/'), text.lastIndexOf('.')) + 1));
            object.rule = rule == null ? object.rule : rule;
        } else if (NAMED.contains(member) && json[from] != 'n' && holdsSecret(from, to)) {
            object.values.add(new int[] {from, to});
        }
    }

    @Override
    public void ends() {
        Naming object = objects.pop();
        Rule rule = object.rule;
        if (rule != null) {
            object.values.forEach(value -> replace(rule, value[0], value[1]));
        }
    }
}
