package dev.indelible.core.trail;

import dev.indelible.core.access.Level;
import dev.indelible.event.Detail;
import dev.indelible.event.Json;
import dev.indelible.event.Operation;
import dev.indelible.event.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that somebody did to Indelible itself, as its event tells it. Immutable; begins with
/// [#of] and grows by the others.
///
/// @param action dotted, verb last: `key.create`
/// @param level what it is about; its organization's log has the event
public record Act(
        String action, Operation operation, Level level, List<Target> targets, Detail detail) {

    public Act {
        targets = List.copyOf(targets);
    }

    /// An act on this level.
    public static Act of(String action, Operation operation, Level level) {
        var nothing = new Detail(null, null, null, null, List.of(), Map.of(), null);
        return new Act(action, operation, level, List.of(), nothing);
    }

    /// Also upon this.
    public Act on(String type, @Nullable String id, @Nullable String name) {
        var more = new ArrayList<>(targets);
        more.add(new Target(type, id, name));
        return new Act(action, operation, level, more, detail);
    }

    /// In a sentence for people.
    public Act saying(String description) {
        return with(description, detail.reason(), detail.changes(), detail.labels());
    }

    /// For this reason, as whoever did it gave it.
    public Act because(String reason) {
        return with(detail.description(), reason, detail.changes(), detail.labels());
    }

    /// Changing this value.
    ///
    /// @param path a JSON Pointer
    public Act changing(String path, @Nullable Json oldValue, @Nullable Json newValue) {
        var more = new ArrayList<>(detail.changes());
        more.add(new Detail.Change(path, oldValue, newValue));
        return with(detail.description(), detail.reason(), more, detail.labels());
    }

    /// With a name and a value of its own.
    public Act labelled(String name, String value) {
        var more = new LinkedHashMap<>(detail.labels());
        more.put(name, value);
        return with(detail.description(), detail.reason(), detail.changes(), more);
    }

    /// Asked like this.
    ///
    /// @param endpoint path with query
    public Act asked(String method, String endpoint) {
        var request = new Detail.Request(method, endpoint, null, null);
        return new Act(
                action,
                operation,
                level,
                targets,
                new Detail(
                        detail.description(),
                        detail.reason(),
                        request,
                        null,
                        detail.changes(),
                        detail.labels(),
                        null));
    }

    private Act with(
            @Nullable String description,
            @Nullable String reason,
            List<Detail.Change> changes,
            Map<String, String> labels) {
        var changed =
                new Detail(description, reason, detail.request(), null, changes, labels, null);
        return new Act(action, operation, level, targets, changed);
    }
}
