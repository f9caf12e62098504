package dev.indelible.core.protection;

import dev.indelible.event.StoredJson;
import java.util.ArrayList;
import java.util.List;

/// Of which member the values of a change are: `{"path":"/profile/ssn","old":…,"new":…}` in
/// `detail.changes` says something of `detail.changes.profile.ssn`. For one walk of one text.
final class ChangedPlace {
    private static final List<String> CHANGES = List.of("detail", "changes");
    private static final int VALUE_AT = CHANGES.size();
    private static final List<String> VALUES = List.of("old", "new");
    private static final String PATH = "path";

    private final byte[] json;
    private List<String> names = List.of();

    /// @param json of the whole part
    ChangedPlace(byte[] json) {
        this.json = json;
    }

    /// Is told of each object and list before what is in it.
    void begins(List<String> place, int from) {
        if (json[from] == '{' && place.equals(CHANGES)) {
            names = names(from);
        }
    }

    /// The names that a change's path has, which may stand behind its values.
    private List<String> names(int from) {
        int at = from + 1;
        while (json[at] == '"') {
            int nameEnd = StoredJson.end(json, at);
            int end = StoredJson.end(json, nameEnd + 1);
            String name = JsonStrings.text(json, at + 1, nameEnd - 1);
            if (name.equals(PATH) && json[nameEnd + 1] == '"') {
                return split(JsonStrings.text(json, nameEnd + 2, end - 1));
            }
            at = json[end] == ',' ? end + 1 : end;
        }
        return List.of();
    }

    /// A JSON Pointer, or names with dots between; places in lists are no names.
    private static List<String> split(String path) {
        var names = new ArrayList<String>();
        for (String step : path.split("[/.]", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            if (!name.isEmpty() && !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                names.add(name);
            }
        }
        return names;
    }

    /// The place of the member that is meant, if a change says something of it here; else none.
    List<String> of(List<String> place) {
        boolean says =
                !names.isEmpty()
                        && place.size() > VALUE_AT
                        && place.subList(0, VALUE_AT).equals(CHANGES)
                        && VALUES.contains(place.get(VALUE_AT));
        if (!says) {
            return List.of();
        }
        var meant = new ArrayList<>(CHANGES);
        meant.addAll(names);
        meant.addAll(place.subList(VALUE_AT + 1, place.size()));
        return meant;
    }
}
