package dev.indelible.server.delivery;

import dev.indelible.core.access.Names;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.QueryLanguage;
import dev.indelible.event.Detail;
import dev.indelible.event.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/// Whether an integration can be as it is asked for. Any thread.
final class Checks {
    private static final int NAME_CHARS_MAX = 100;

    private final Map<String, SinkKind> kinds;

    Checks(Map<String, SinkKind> kinds) {
        this.kinds = kinds;
    }

    /// The settings of a draft, if it can be as it is asked for.
    ///
    /// @param kept secrets that are stored
    /// @throws FaultySettings telling all that is wrong
    SinkKind.Settings checked(Draft draft, Map<String, String> kept) {
        return checked(draft, kept, List.of());
    }

    /// The same, where something else is already known to be wrong.
    ///
    /// @param others told along with what is wrong here
    SinkKind.Settings checked(Draft draft, Map<String, String> kept, List<SinkKind.Fault> others) {
        return checked(draft, kept, others, QueryLanguage::parse);
    }

    /// @param filter reads the filter
    private SinkKind.Settings checked(
            Draft draft,
            Map<String, String> kept,
            List<SinkKind.Fault> others,
            Function<String, Query> filter) {
        SinkKind kind = kinds.get(draft.type());
        if (kind == null) {
            throw new FaultySettings(
                    "type",
                    "type is one of %s, not '%s'"
                            .formatted(String.join(", ", kinds.keySet()), draft.type()));
        }
        if (!draft.settings().isObject()) {
            throw new FaultySettings(
                    draft.type(), "the settings are an object under '%s'".formatted(draft.type()));
        }
        var faults = new ArrayList<SinkKind.Fault>();
        if (draft.name().isBlank() || draft.name().length() > NAME_CHARS_MAX) {
            faults.add(
                    new SinkKind.Fault(
                            "name", "a name has 1 to %d characters".formatted(NAME_CHARS_MAX)));
        }
        try {
            Names.requireSeen("destination", draft.name());
        } catch (Rejected e) {
            faults.add(new SinkKind.Fault("name", String.valueOf(e.getMessage())));
        }
        try {
            Objects.requireNonNull(filter.apply(draft.filter()));
        } catch (Rejected e) {
            faults.add(new SinkKind.Fault("filter", String.valueOf(e.getMessage())));
        }
        faults.addAll(others);
        SinkKind.Settings given = draft.split(kind);
        var all = new TreeMap<>(kept);
        kind.secrets().stream().filter(draft::drops).forEach(all::remove);
        all.putAll(given.secrets());
        var settings = new SinkKind.Settings(given.json(), all);
        for (SinkKind.Fault fault : kind.check(settings)) {
            faults.add(new SinkKind.Fault(draft.type() + "." + fault.member(), fault.sentence()));
        }
        if (!faults.isEmpty()) {
            throw new FaultySettings(faults);
        }
        return settings;
    }

    /// The settings of an integration as it would be once it is changed.
    ///
    /// @param known secrets that are stored
    /// @throws FaultySettings if it cannot be as asked, or a stored secret would go elsewhere
    SinkKind.Settings changed(Destination old, Draft draft, Map<String, String> known) {
        if (!old.type().equals(draft.type())
                || !Objects.equals(old.organization(), draft.organization())) {
            throw new FaultySettings(
                    "type", "type and organization stay; make a new integration, of another name");
        }
        boolean isKept = old.filter().equals(draft.filter());
        SinkKind.Settings settings =
                checked(
                        draft,
                        known,
                        List.of(),
                        isKept ? QueryLanguage::kept : QueryLanguage::parse);
        refuseRedirection(old, draft, known, settings);
        return settings;
    }

    /// Settings and given secrets of a draft of a known type.
    SinkKind.Settings split(Draft draft) {
        SinkKind kind = kinds.get(draft.type());
        return kind == null
                ? new SinkKind.Settings(draft.settings().toString(), Map.of())
                : draft.split(kind);
    }

    /// Refuses that a stored secret goes elsewhere.
    ///
    /// @param known secrets that are stored
    /// @throws FaultySettings naming the secrets to be given anew
    private void refuseRedirection(
            Destination old, Draft draft, Map<String, String> known, SinkKind.Settings settings) {
        SinkKind kind = Objects.requireNonNull(kinds.get(old.type()));
        Map<String, String> given = draft.split(kind).secrets();
        List<String> moved =
                kind.addresses().stream()
                        .filter(name ->
                                !Draft.member(old.settings(), name)
                                        .equals(Draft.member(settings.json(), name)))
                        .sorted()
                        .toList();
        if (moved.isEmpty()) {
            return;
        }
        var faults = new ArrayList<SinkKind.Fault>();
        for (String secret : known.keySet()) {
            if (settings.secrets().containsKey(secret) && !given.containsKey(secret)) {
                faults.add(
                        new SinkKind.Fault(
                                old.type() + "." + secret,
                                "%s is given anew, because %s changes: a stored secret is never sent elsewhere"
                                        .formatted(secret, String.join(", ", moved))));
            }
        }
        if (!faults.isEmpty()) {
            throw new FaultySettings(faults);
        }
    }

    /// That one is no longer about to end.
    static final Detail.Change STAYS = new Detail.Change("/leaving", truth(true), truth(false));

    /// What a change changes but for its pause, without secrets.
    static List<Detail.Change> changes(
            Destination old, Draft draft, SinkKind.Settings settings, Map<String, String> known) {
        var changes = new ArrayList<Detail.Change>();
        if (!old.name().equals(draft.name())) {
            changes.add(change("/name", old.name(), draft.name()));
        }
        if (!old.filter().equals(draft.filter())) {
            changes.add(change("/filter", old.filter(), draft.filter()));
        }
        if (!Json.parse(old.settings()).equals(Json.parse(settings.json()))) {
            changes.add(
                    new Detail.Change(
                            "/" + old.type(),
                            Json.parse(old.settings()),
                            Json.parse(settings.json())));
        }
        if (!known.equals(settings.secrets())) {
            changes.add(change("/secrets", Draft.MASK, Draft.MASK));
        }
        return changes;
    }

    /// That deliveries go on, or stop.
    static Detail.Change enabling(boolean enabled) {
        return new Detail.Change("/enabled", truth(!enabled), truth(enabled));
    }

    static Detail.Change change(String path, String before, String after) {
        return new Detail.Change(path, json(before), json(after));
    }

    private static Json truth(boolean value) {
        return Json.parse(Boolean.toString(value));
    }

    private static Json json(String text) {
        return Json.parse(Draft.text(text));
    }
}
