package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Organizations, folders and projects: made, renamed, moved, closed. Asks nobody whether the
/// caller may; [Access] does. Any thread.
final class Levels {
    private static final int KNOWN_MAX = 10_000;

    private final Registry registry;
    private final InstantSource clock;
    private final Map<String, Hierarchy> hierarchies = new ConcurrentHashMap<>();
    private final Map<String, Organization> taking = new ConcurrentHashMap<>();

    Levels(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /// What changes of a level; absent members stay.
    ///
    /// @param by who closes, opens, and moves out of what is closed
    record Change(
            Optional<String> name, Optional<Place> place, Optional<Boolean> closed, Closer by) {
        /// From where a level is closed after the change.
        @Nullable Level closedFrom(Level level, @Nullable Level now) {
            if (closed.isEmpty()) {
                return now;
            }
            if (closed.get()) {
                return by.closes(level, now);
            }
            if (now != null) {
                by.requireOpens(level, now);
            }
            return null;
        }
    }

    /// Somebody who closes and opens levels. Asked with the lock of the levels, so that nobody
    /// opens what somebody of more rights closes just then.
    interface Closer {
        /// From where a level is closed when this one closes it.
        ///
        /// @param now from where it is closed already
        Level closes(Level level, @Nullable Level now);

        /// Refuses to open what was closed from a level that this one does not administer.
        void requireOpens(Level level, Level closedFrom);
    }

    /// Where a folder or project is.
    ///
    /// @param folder absent directly below the organization
    record Place(@Nullable String folder) {}

    Organization createOrganization(String id, @Nullable String name, Teller<Organization> teller) {
        Organization.requireOfOthers(id);
        Names.requireSeen("organization", name == null ? id : name);
        var organization = new Organization(id, name == null ? id : name, clock.millis());
        requireFree(registry.organization(id).isEmpty(), id);
        teller.tell(organization, () -> requireFree(registry.create(organization), id));
        return organization;
    }

    private static void requireFree(boolean isFree, String organization) {
        if (!isFree) {
            throw new Rejected(
                    Problem.NAME_TAKEN, "organization '%s' exists".formatted(organization));
        }
    }

    synchronized Changed<Organization> change(
            String id, Change change, Teller<Changed<Organization>> teller) {
        Organization now = organization(id);
        change.name().ifPresent(name -> Names.requireSeen("organization", name));
        if (change.place().isPresent()) {
            throw new Rejected(Problem.PARAMETER_INVALID, "an organization is in no folder");
        }
        var changed =
                new Organization(
                        id,
                        change.name().orElse(now.name()),
                        now.createdMillis(),
                        change.closed().orElse(now.closed()));
        var both = new Changed<>(now, changed);
        teller.tell(both, () -> replace(changed));
        return both;
    }

    private void replace(Organization changed) {
        try {
            registry.replace(changed);
        } finally {
            // Also where it failed, and may be done all the same.
            taking.remove(changed.id());
        }
    }

    Organization organization(String id) {
        return registry.organization(id)
                .orElseThrow(() ->
                        new Rejected(
                                Problem.NOT_FOUND,
                                "organization '%s' does not exist; create it first".formatted(id)));
    }

    /// Whether the organization takes events. It comes into being with the first one.
    ///
    /// @throws Rejected if the id cannot be one or is Indelible's own
    boolean isOpen(String id) {
        Organization known = taking.get(id);
        if (known == null) {
            if (taking.size() >= KNOWN_MAX) {
                taking.clear();
            }
            // Looked up inside the map's lock: one that is closed meanwhile is removed after it
            // was put.
            known = taking.computeIfAbsent(id, this::made);
        }
        return !known.closed();
    }

    private Organization made(String id) {
        Organization.requireOfOthers(id);
        registry.create(new Organization(id, id, clock.millis()));
        return organization(id);
    }

    /// The folders and projects of an organization as they are now.
    Hierarchy of(String organization) {
        Hierarchy known = hierarchies.get(organization);
        if (known != null) {
            return known;
        }
        if (hierarchies.size() >= KNOWN_MAX) {
            hierarchies.clear();
        }
        return hierarchies.computeIfAbsent(
                organization, id -> new Hierarchy(registry.folders(id), registry.projects(id)));
    }

    synchronized Folder createFolder(
            Level level, String name, @Nullable String parent, Teller<Folder> teller) {
        String organization = openOrganization(level);
        String id = String.valueOf(level.folder());
        Names.requireSeen("folder", name);
        Hierarchy now = of(organization);
        requireRoom("folders", now.folders().size());
        requirePlace(organization, now, parent, 1);
        var folder = new Folder(organization, id, name, parent, clock.millis(), null);
        if (now.folder(id).isPresent()) {
            throw new Rejected(
                    Problem.NAME_TAKEN,
                    "folder '%s' exists in organization '%s'".formatted(id, organization));
        }
        teller.tell(folder, () -> add(folder));
        return folder;
    }

    private void add(Folder folder) {
        registry.create(folder);
        hierarchies.remove(folder.organization());
    }

    synchronized Project createProject(
            Level level, String name, @Nullable String folder, Teller<Project> teller) {
        String organization = openOrganization(level);
        String id = String.valueOf(level.project());
        Names.requireSeen("project", name);
        Hierarchy now = of(organization);
        requireRoom("projects", now.projects().size());
        requirePlace(organization, now, folder, 0);
        var project = new Project(organization, id, name, folder, clock.millis(), null);
        if (now.project(id).isPresent()) {
            throw new Rejected(
                    Problem.NAME_TAKEN,
                    "project '%s' exists in organization '%s'".formatted(id, organization));
        }
        teller.tell(project, () -> add(project));
        return project;
    }

    private void add(Project project) {
        registry.create(project);
        hierarchies.remove(project.organization());
    }

    /// Nothing new comes into one that is closed, and nothing is moved in it.
    private String openOrganization(Level level) {
        Organization organization = organization(String.valueOf(level.organization()));
        if (organization.closed()) {
            Level all = Level.organization(organization.id());
            throw closed(all, all);
        }
        return organization.id();
    }

    private static void requireRoom(String what, int count) {
        if (count >= Limits.LEVELS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "an organization has at most %d %s".formatted(Limits.LEVELS_MAX, what));
        }
    }

    /// @param more folders that would come below the place, inside each other
    private static void requirePlace(
            String organization, Hierarchy now, @Nullable String folder, int more) {
        if (folder == null) {
            return;
        }
        if (now.folder(folder).isEmpty()) {
            throw missing("folder", folder, organization);
        }
        now.closing(folder, null)
                .ifPresent(closing -> {
                    throw closed(Level.folder(organization, folder), closing);
                });
        if (now.depth(folder) + more > Hierarchy.DEPTH_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "folders are at most %d deep".formatted(Hierarchy.DEPTH_MAX));
        }
    }

    /// Says by what a level is closed.
    ///
    /// @param level as it was named
    /// @param closing itself or one that it is in
    static Rejected closed(Level level, Level closing) {
        String name = level.kindAndId();
        String which = closing.kindAndId();
        return new Rejected(
                Problem.CLOSED,
                Hierarchy.folded(name).equals(Hierarchy.folded(which))
                        ? "%s is closed and takes nothing new; have it reopened first"
                                .formatted(name)
                        : "%s is in %s, which is closed and takes nothing new; have that reopened first"
                                .formatted(name, which));
    }

    private static Rejected missing(String what, String id, String organization) {
        return new Rejected(
                Problem.NOT_FOUND,
                "there is no %s '%s' in organization '%s'".formatted(what, id, organization));
    }

    static Rejected missing(String what, String id) {
        return new Rejected(Problem.NOT_FOUND, "there is no %s '%s'".formatted(what, id));
    }

    synchronized Changed<Folder> changeFolder(
            Level level, Change change, Teller<Changed<Folder>> teller) {
        String organization = String.valueOf(level.organization());
        String id = String.valueOf(level.folder());
        Hierarchy now = of(organization);
        Folder folder = now.folder(id).orElseThrow(() -> missing("folder", id, organization));
        change.name().ifPresent(name -> Names.requireSeen("folder", name));
        if (change.place().isPresent()) {
            openOrganization(level);
            requireLeaving(now, folder.parent(), change.by());
            String into = change.place().get().folder();
            requirePlace(organization, now, into, height(now, id));
            if (into != null && now.isIn(id, Level.folder(organization, into))) {
                throw new Rejected(
                        Problem.PARAMETER_INVALID,
                        into.equals(id)
                                ? "folder '%s' cannot be moved into itself".formatted(id)
                                : "folder '%s' cannot be moved into '%s', which lies in it"
                                        .formatted(id, into));
            }
        }
        var changed =
                new Folder(
                        organization,
                        id,
                        change.name().orElse(folder.name()),
                        change.place().isPresent()
                                ? change.place().get().folder()
                                : folder.parent(),
                        folder.createdMillis(),
                        change.closedFrom(level, folder.closedFrom()));
        var both = new Changed<>(folder, changed);
        teller.tell(both, () -> replace(changed));
        return both;
    }

    private void replace(Folder changed) {
        try {
            registry.replace(changed);
        } finally {
            hierarchies.remove(changed.organization());
        }
    }

    /// What is moved out of something closed is opened by it.
    private static void requireLeaving(Hierarchy now, @Nullable String folder, Closer by) {
        for (Folder closed : now.closedAbove(folder)) {
            Level from = closed.closedFrom();
            if (from != null) {
                by.requireOpens(Level.folder(closed.organization(), closed.id()), from);
            }
        }
    }

    private static int height(Hierarchy now, String folder) {
        int below = now.depth(folder);
        return now.foldersIn(folder).stream()
                .mapToInt(inner -> now.depth(inner) - below + 1)
                .max()
                .orElse(1);
    }

    synchronized Changed<Project> changeProject(
            Level level, Change change, Teller<Changed<Project>> teller) {
        String organization = String.valueOf(level.organization());
        String id = String.valueOf(level.project());
        Hierarchy now = of(organization);
        Project project = now.project(id).orElseThrow(() -> missing("project", id, organization));
        change.name().ifPresent(name -> Names.requireSeen("project", name));
        if (change.place().isPresent()) {
            openOrganization(level);
            requireLeaving(now, project.folder(), change.by());
            requirePlace(organization, now, change.place().get().folder(), 0);
        }
        var changed =
                new Project(
                        organization,
                        id,
                        change.name().orElse(project.name()),
                        change.place().isPresent()
                                ? change.place().get().folder()
                                : project.folder(),
                        project.createdMillis(),
                        change.closedFrom(level, project.closedFrom()));
        var both = new Changed<>(project, changed);
        teller.tell(both, () -> replace(changed));
        return both;
    }

    private void replace(Project changed) {
        try {
            registry.replace(changed);
        } finally {
            hierarchies.remove(changed.organization());
        }
    }

    /// Refuses a level that is not there or is closed: nothing new is given for it.
    void requireGivable(Level level) {
        String organization = level.organization();
        if (organization == null) {
            return;
        }
        boolean isAllClosed = organization(organization).closed();
        Hierarchy now = of(organization);
        String folder = level.folder();
        if (folder != null && now.folder(folder).isEmpty()) {
            throw missing("folder", folder, organization);
        }
        String project = level.project();
        if (project != null && now.project(project).isEmpty()) {
            throw missing("project", project, organization);
        }
        Optional<Level> all =
                isAllClosed ? Optional.of(Level.organization(organization)) : Optional.empty();
        now.closing(folder, project)
                .or(() -> all)
                .ifPresent(closing -> {
                    throw closed(level, closing);
                });
    }

    /// Whether the lower level is the upper one or below it.
    boolean covers(Level upper, Level lower) {
        String organization = upper.organization();
        if (organization == null) {
            return true;
        }
        if (!organization.equals(lower.organization())) {
            return false;
        }
        String project = upper.project();
        if (project != null) {
            return lower.project() != null && project.equals(Hierarchy.folded(lower.project()));
        }
        String folder = upper.folder();
        return folder == null || of(organization).isIn(folder, lower);
    }
}
