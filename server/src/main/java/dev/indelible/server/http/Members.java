package dev.indelible.server.http;

import dev.indelible.core.access.Folder;
import dev.indelible.core.access.GivenGrant;
import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Key;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Project;
import dev.indelible.core.access.Role;
import dev.indelible.core.trail.Act;
import dev.indelible.event.EventTime;
import dev.indelible.event.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What of the access room is shown, as JSON members.
final class Members {
    private static final JsonMapper JSON = new JsonMapper();

    private Members() {}

    /// The act, and what it made other of these members.
    static Act changing(Act act, Map<String, Object> before, Map<String, Object> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        Act told = act;
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                told = told.changing("/" + name, json(before.get(name)), json(after.get(name)));
            }
        }
        return told;
    }

    private static @Nullable Json json(@Nullable Object member) {
        return member == null ? null : Json.parse(JSON.writeValueAsString(member));
    }

    /// An organization as somebody sees it.
    static Map<String, Object> of(Organization organization, boolean mayOpen) {
        return seen(of(organization), organization.closed(), mayOpen);
    }

    /// A folder as somebody sees it.
    static Map<String, Object> of(Folder folder, boolean mayOpen) {
        return seen(of(folder), folder.closed(), mayOpen);
    }

    /// A project as somebody sees it.
    static Map<String, Object> of(Project project, boolean mayOpen) {
        return seen(of(project), project.closed(), mayOpen);
    }

    /// Of what is closed, whether whoever looks may open it.
    private static Map<String, Object> seen(
            Map<String, Object> members, boolean closed, boolean mayOpen) {
        if (closed) {
            members.put("mayOpen", mayOpen);
        }
        return members;
    }

    static Map<String, Object> of(Organization organization) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", organization.id());
        members.put("name", organization.name());
        members.put("created", time(organization.createdMillis()));
        members.put("closed", organization.closed());
        return members;
    }

    static Map<String, Object> of(Folder folder) {
        var members = new LinkedHashMap<String, Object>();
        members.put("organization", folder.organization());
        members.put("id", folder.id());
        members.put("name", folder.name());
        putIfThere(members, "parent", folder.parent());
        members.put("created", time(folder.createdMillis()));
        members.put("closed", folder.closed());
        return members;
    }

    static Map<String, Object> of(Project project) {
        var members = new LinkedHashMap<String, Object>();
        members.put("organization", project.organization());
        members.put("id", project.id());
        members.put("name", project.name());
        putIfThere(members, "folder", project.folder());
        members.put("created", time(project.createdMillis()));
        members.put("closed", project.closed());
        return members;
    }

    static Map<String, Object> of(Key key, Optional<Long> lastUse) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", key.id());
        put(members, key.level());
        members.put("name", key.name());
        members.put("roles", key.roles().stream().map(Role::label).sorted().toList());
        members.put("created", time(key.life().created()));
        Long expires = key.life().expires();
        putIfThere(members, "expires", expires == null ? null : time(expires));
        lastUse.ifPresent(used -> members.put("lastUsed", time(used)));
        Long until = key.secrets().get(Math.min(1, key.secrets().size() - 1)).untilMillis();
        if (until != null && !key.isRevoked()) {
            members.put("previousSecretUntil", time(until));
        }
        members.put("revoked", key.isRevoked());
        return members;
    }

    static Map<String, Object> of(GivenGrant given) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", given.id());
        members.put(
                "subject",
                Map.of("kind", given.subject().kind().label(), "id", given.subject().id()));
        members.putAll(of(given.grant()));
        members.put("created", time(given.createdMillis()));
        return members;
    }

    private static Map<String, Object> of(Grant grant) {
        var members = new LinkedHashMap<String, Object>();
        members.put("role", grant.role().label());
        put(members, grant.level());
        return members;
    }

    static List<Map<String, Object>> grants(Set<Grant> grants) {
        return grants.stream()
                .sorted(Comparator.comparing(Grant::role).thenComparing(Grant::toString))
                .map(Members::of)
                .toList();
    }

    private static void put(Map<String, Object> members, Level level) {
        putIfThere(members, "organization", level.organization());
        putIfThere(members, "folder", level.folder());
        putIfThere(members, "project", level.project());
    }

    private static void putIfThere(
            Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private static String time(long millis) {
        return EventTime.ofMillis(millis).toString();
    }
}
