package dev.indelible.core.protection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/* `{"name":"Cookie","value":"…"}` and `["Cookie","…"]` have the name of a secret as a text, and the
 * secret beside it. So has a list of arguments: `["--password","…"]`. */

/// Values whose names are texts beside them. For one thread, for one part.
final class NamedValues {
    /// Members that tell what another member of the same object is about.
    private static final Set<String> NAMING =
            Set.of(
                    "name",
                    "key",
                    "path",
                    "field",
                    "header",
                    "headername",
                    "fieldname",
                    "displayname",
                    "parametername",
                    "variable");

    private static final Set<String> NAMED =
            Set.of(
                    "value",
                    "values",
                    "val",
                    "stringvalue",
                    "multivalue",
                    "headervalue",
                    "parametervalue",
                    "old",
                    "new",
                    "oldvalue",
                    "newvalue",
                    "previousvalue",
                    "currentvalue",
                    "before",
                    "after",
                    "from",
                    "to");
    private static final int CHARS_MAX = "parametervalue".length() + 2;

    private final byte[] json;
    private final Function<String, @Nullable Rule> rules;
    private final Deque<Naming> objects = new ArrayDeque<>();

    /// @param rules which rule a name has
    NamedValues(byte[] json, Function<String, @Nullable Rule> rules) {
        this.json = json;
        this.rules = rules;
    }

    /// Takes a secret that was found.
    @FunctionalInterface
    interface Found {
        void at(Rule rule, int from, int to);
    }

    /// An object whose members may be a name and what it names.
    private static final class Naming {
        @Nullable Rule rule;
        final List<int[]> values = new ArrayList<>(2);
    }

    void begins() {
        objects.push(new Naming());
    }

    void member(String member, int from, int to) {
        if (member.length() > CHARS_MAX) {
            return;
        }
        String name = MemberNames.Name.of(member).joined();
        Naming object = objects.element();
        if (NAMED.contains(name)) {
            object.values.add(new int[] {from, to});
        } else if (json[from] == '"' && NAMING.contains(name)) {
            Rule rule = rules.apply(ChangePath.last(JsonStrings.text(json, from + 1, to - 1)));
            object.rule = rule == null ? object.rule : rule;
        }
    }

    void ends(Found found) {
        Naming object = objects.pop();
        Rule rule = object.rule;
        if (rule != null) {
            object.values.forEach(value -> found.at(rule, value[0], value[1]));
        }
    }

    /// An item and the text before it.
    void item(String list, String before, int from, int to, Found found) {
        boolean isOption = before.startsWith("-") && !before.startsWith("---");
        boolean isHeader = MemberNames.Name.ofEnding(list).joined().endsWith("headers");
        if (json[from] != '"' || !(isOption || isHeader)) {
            return;
        }
        boolean isOptionToo = json[from + 1] == '-' && json[from + 2] == '-';
        Rule rule = rules.apply(before.replaceFirst("^-{1,2}", ""));
        if (rule != null && !(isOption && isOptionToo)) {
            found.at(rule, from, to);
        }
    }
}
