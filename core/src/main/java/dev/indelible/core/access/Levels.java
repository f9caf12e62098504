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
    private final Map<String, Organization> open = new ConcurrentHashMap<>();

    Levels(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /// What changes of a level; absent members stay.
    record Change(Optional<String> name, Optional<Place> place, Optional<Boolean> closed) {}

    /// Where a folder or project is.
    ///
    /// @param folder absent directly below the organization
    record Place(@Nullable String folder) {}

    Organization createOrganization(String id, @Nullable String name) {
        Organization.requireOfOthers(id);
        Names.requireSeen("organization", name == null ? id : name);
        var organization = new Organization(id, name == null ? id : name, clock.millis());
        if (!registry.create(organization)) {
            throw new Rejected(Problem.NAME_TAKEN, "organization '%s' exists".formatted(id));
        }
        return organization;
    }

    Changed<Organization> change(String id, Change change) {
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
        registry.replace(changed);
        open.remove(id);
        return new Changed<>(now, changed);
    }

    Organization organization(String id) {
        return registry.organization(id)
                .orElseThrow(() ->
                        new Rejected(
                                Problem.NOT_FOUND,
                                "organization '%s' does not exist; create it first".formatted(id)));
    }

    /// Makes sure that the organization is there, which comes into being with its first event.
    ///
    /// @throws Rejected if it is closed, or the id cannot be one or is Indelible's own
    void requireOpen(String id) {
        if (open.containsKey(id)) {
            return;
        }
        if (open.size() >= KNOWN_MAX) {
            open.clear();
        }
        // Looked up inside the map's lock: one that is closed meanwhile is removed after it was
        // put.
        open.computeIfAbsent(id, this::opened);
    }

    private Organization opened(String id) {
        Organization.requireOfOthers(id);
        registry.create(new Organization(id, id, clock.millis()));
        Organization now = organization(id);
        if (now.closed()) {
            throw new Rejected(
                    Problem.CLOSED,
                    "organization '%s' is closed and takes no more events".formatted(id));
        }
        return now;
    }

    /// The folders and projects of an organization as they are now.
    Hierarchy of(String organization) {
        if (hierarchies.size() >= KNOWN_MAX) {
            hierarchies.clear();
        }
        return hierarchies.computeIfAbsent(
                organization, id -> new Hierarchy(registry.folders(id), registry.projects(id)));
    }

    synchronized Folder createFolder(Level level, String name, @Nullable String parent) {
        String organization = openOrganization(level);
        String id = String.valueOf(level.folder());
        Names.requireSeen("folder", name);
        Hierarchy now = of(organization);
        requireRoom("folders", now.folders().size());
        requirePlace(now, parent, 1);
        var folder = new Folder(organization, id, name, parent, clock.millis(), false);
        if (!registry.create(folder)) {
            throw new Rejected(
                    Problem.NAME_TAKEN,
                    "folder '%s' exists in organization '%s'".formatted(id, organization));
        }
        hierarchies.remove(organization);
        return folder;
    }

    synchronized Project createProject(Level level, String name, @Nullable String folder) {
        String organization = openOrganization(level);
        String id = String.valueOf(level.project());
        Names.requireSeen("project", name);
        Hierarchy now = of(organization);
        requireRoom("projects", now.projects().size());
        requirePlace(now, folder, 0);
        var project = new Project(organization, id, name, folder, clock.millis(), false);
        if (!registry.create(project)) {
            throw new Rejected(
                    Problem.NAME_TAKEN,
                    "project '%s' exists in organization '%s'".formatted(id, organization));
        }
        hierarchies.remove(organization);
        return project;
    }

    /// Nothing new comes into one that is closed, and nothing is moved in it.
    private String openOrganization(Level level) {
        Organization organization = organization(String.valueOf(level.organization()));
        if (organization.closed()) {
            throw new Rejected(
                    Problem.CLOSED, "organization '%s' is closed".formatted(organization.id()));
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
    private static void requirePlace(Hierarchy now, @Nullable String folder, int more) {
        if (folder == null) {
            return;
        }
        if (now.folder(folder).isEmpty()) {
            throw missing("folder", folder);
        }
        if (now.isClosed(folder, null)) {
            throw new Rejected(
                    Problem.CLOSED,
                    "folder '%s', or one that it is in, is closed".formatted(folder));
        }
        if (now.depth(folder) + more > Hierarchy.DEPTH_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "folders are at most %d deep".formatted(Hierarchy.DEPTH_MAX));
        }
    }

    static Rejected missing(String what, String id) {
        return new Rejected(Problem.NOT_FOUND, "there is no %s '%s'".formatted(what, id));
    }

    synchronized Changed<Folder> changeFolder(Level level, Change change) {
        String organization = String.valueOf(level.organization());
        String id = String.valueOf(level.folder());
        Hierarchy now = of(organization);
        Folder folder = now.folder(id).orElseThrow(() -> missing("folder", id));
        change.name().ifPresent(name -> Names.requireSeen("folder", name));
        if (change.place().isPresent()) {
            openOrganization(level);
            String into = change.place().get().folder();
            requirePlace(now, into, height(now, id));
            if (into != null && now.isIn(id, Level.folder(organization, into))) {
                throw new Rejected(
                        Problem.PARAMETER_INVALID,
                        "folder '%s' cannot be moved into itself".formatted(id));
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
                        change.closed().orElse(folder.closed()));
        registry.replace(changed);
        hierarchies.remove(organization);
        return new Changed<>(folder, changed);
    }

    private static int height(Hierarchy now, String folder) {
        int below = now.depth(folder);
        return now.foldersIn(folder).stream()
                .mapToInt(inner -> now.depth(inner) - below + 1)
                .max()
                .orElse(1);
    }

    synchronized Changed<Project> changeProject(Level level, Change change) {
        String organization = String.valueOf(level.organization());
        String id = String.valueOf(level.project());
        Hierarchy now = of(organization);
        Project project = now.project(id).orElseThrow(() -> missing("project", id));
        change.name().ifPresent(name -> Names.requireSeen("project", name));
        if (change.place().isPresent()) {
            openOrganization(level);
            requirePlace(now, change.place().get().folder(), 0);
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
                        change.closed().orElse(project.closed()));
        registry.replace(changed);
        hierarchies.remove(organization);
        return new Changed<>(project, changed);
    }

    /// Refuses a level that is not there or is closed: nothing new is given for it.
    void requireGivable(Level level) {
        String organization = level.organization();
        if (organization == null) {
            return;
        }
        boolean closed = organization(organization).closed();
        Hierarchy now = of(organization);
        String folder = level.folder();
        if (folder != null && now.folder(folder).isEmpty()) {
            throw missing("folder", folder);
        }
        String project = level.project();
        if (project != null && now.project(project).isEmpty()) {
            throw missing("project", project);
        }
        closed |= now.isClosed(folder, project);
        if (closed) {
            throw new Rejected(Problem.CLOSED, level + ", or what it is in, is closed");
        }
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
