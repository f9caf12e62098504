package dev.indelible.core.protection;

import dev.indelible.event.Limits;
import dev.indelible.event.StoredJson;
import java.util.ArrayList;
import java.util.List;

/* Whoever sends an event decides how long its names are and how many values are below them, so a
 * name is folded when the walk comes to it, and not again for each value. Of a change's path no more
 * names are looked at than an event can have inside each other: what has more may be of anything. */

/// Where a value stands, in names as they are compared, and of which member it tells if it stands
/// in a change: `{"path":"/profile/ssn","old":…,"new":…}` in `detail.changes` says something of
/// `detail.changes.profile.ssn`. For one walk of one text.
final class ValuePlace {
    private static final List<String> CHANGES = List.of("detail", "changes");
    private static final MemberPath CHANGES_PATH = MemberPath.of("detail.changes");
    private static final int VALUE_AT = CHANGES.size();
    private static final List<String> VALUES = List.of("old", "new");
    private static final String PATH = "path";

    private final byte[] json;

    /// Whether a path is of what changes tell of.
    private final boolean looksAtChanges;

    private final List<String> written = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /// The member of which a value tells, of which the first names are the same in one change.
    private final List<String> told = new ArrayList<>();

    private int toldByPath;
    private boolean isTooDeep;
    private boolean tells;

    /// @param json of the whole part
    /// @param paths that are asked for
    ValuePlace(byte[] json, List<MemberPath> paths) {
        this.json = json;
        this.looksAtChanges = !paths.isEmpty() && paths.stream().anyMatch(CHANGES_PATH::meets);
    }

    /// Is told of each object and list before what is in it.
    void begins(List<String> place, int from) {
        if (looksAtChanges && json[from] == '{' && place.equals(CHANGES)) {
            List<String> path = ChangePath.names(path(from), Limits.NESTING_MAX + 1);
            isTooDeep = path.size() > Limits.NESTING_MAX;
            told.clear();
            told.addAll(CHANGES);
            path.forEach(name -> told.add(MemberPath.folded(name)));
            toldByPath = told.size();
        }
    }

    /// A change's path, which may stand behind its values.
    private String path(int from) {
        int at = from + 1;
        while (json[at] == '"') {
            int nameEnd = StoredJson.end(json, at);
            int end = StoredJson.end(json, nameEnd + 1);
            String name = JsonStrings.text(json, at + 1, nameEnd - 1);
            if (name.equals(PATH) && json[nameEnd + 1] == '"') {
                return JsonStrings.text(json, nameEnd + 2, end - 1);
            }
            at = json[end] == ',' ? end + 1 : end;
        }
        return "";
    }

    /// Goes to a place.
    void enter(List<String> place) {
        int same = 0;
        int sameMax = Math.min(written.size(), place.size());
        while (same < sameMax && written.get(same).equals(place.get(same))) {
            same++;
        }
        cut(written, same);
        cut(names, same);
        for (String name : place.subList(same, place.size())) {
            written.add(name);
            names.add(MemberPath.folded(name));
        }
        tells =
                looksAtChanges
                        && place.size() > VALUE_AT
                        && VALUES.contains(place.get(VALUE_AT))
                        && place.subList(0, VALUE_AT).equals(CHANGES);
        if (tells) {
            cut(told, toldByPath);
            told.addAll(names.subList(VALUE_AT + 1, names.size()));
        }
    }

    private static void cut(List<String> list, int size) {
        while (list.size() > size) {
            list.removeLast();
        }
    }

    /// Whether a path is that of the place, or of what a change tells of here.
    boolean isAt(MemberPath path) {
        return path.isAround(names, names.size()) || isTold(path);
    }

    /// Whether a path is that of the place or of something around it, or of what a change tells of.
    boolean isIn(MemberPath path) {
        return path.isAround(names, 1) || isTold(path);
    }

    private boolean isTold(MemberPath path) {
        if (!tells) {
            return false;
        }
        return isTooDeep ? path.meets(CHANGES_PATH) : path.isAround(told, VALUE_AT + 1);
    }
}
