package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Organizations, folders and projects, as one caller may see and change them.
public final class Tenancy {
    private final Access access;
    private final Registry registry;
    private final Levels levels;
    private final Caller caller;

    Tenancy(Access access, Registry registry, Levels levels, Caller caller) {
        this.access = access;
        this.registry = registry;
        this.levels = levels;
        this.caller = caller;
    }

    /// What changes; what is absent stays.
    ///
    /// @param into moves a folder or project into this folder, or directly below the organization
    ///   where the text is empty
    public record Change(Optional<String> name, Optional<String> into, Optional<Boolean> closed) {
        private Levels.Change onLevels(Levels.Closer by) {
            return new Levels.Change(
                    name,
                    into.map(folder -> new Levels.Place(folder.isEmpty() ? null : folder)),
                    closed,
                    by);
        }
    }

    /// What is closed stays so until somebody opens it who administers the level from which it was
    /// closed: the highest that whoever closed it administers.
    private final class OfCaller implements Levels.Closer {
        @Override
        public Level closes(Level level, @Nullable Level now) {
            Level highest = level;
            for (Grant grant : caller.grants()) {
                if (grant.role().has(Right.ADMINISTER) && levels.covers(grant.level(), highest)) {
                    highest = grant.level();
                }
            }
            return now == null || levels.covers(highest, now) ? highest : now;
        }

        @Override
        public void requireOpens(Level level, Level closedFrom) {
            if (!access.may(caller, Right.ADMINISTER, closedFrom)) {
                throw new Denied(
                        Problem.NOT_GRANTED,
                        "'%s' may not open %s: it was closed from %s, whose administrators may"
                                .formatted(caller.id(), level, closedFrom),
                        Optional.ofNullable(level.organization()));
            }
        }
    }

    /// Whether the caller may open an organization again, if it is closed.
    public boolean mayOpen(Organization organization) {
        return organization.closed() && access.may(caller, Right.ADMINISTER, Level.INSTANCE);
    }

    /// Whether the caller may open a folder again, if it is closed.
    public boolean mayOpen(Folder folder) {
        return mayOpen(Level.folder(folder.organization(), folder.id()), folder.closedFrom());
    }

    /// Whether the caller may open a project again, if it is closed.
    public boolean mayOpen(Project project) {
        return mayOpen(Level.project(project.organization(), project.id()), project.closedFrom());
    }

    private boolean mayOpen(Level level, @Nullable Level closedFrom) {
        return closedFrom != null
                && access.may(caller, Right.ADMINISTER, level)
                && access.may(caller, Right.ADMINISTER, closedFrom);
    }

    /// The organizations that the caller may know of: those with a grant in them.
    public List<Organization> organizations() {
        return registry.organizations().stream()
                .filter(organization -> knows(organization.id()))
                .toList();
    }

    private boolean knows(String organization) {
        return caller.isIn(organization);
    }

    /// The folders that the caller may know of: those with a grant on them, above or below.
    public List<Folder> folders(String organization) {
        return hierarchy(organization).folders().stream()
                .filter(folder -> knows(Level.folder(organization, folder.id())))
                .toList();
    }

    /// The projects that the caller may know of.
    public List<Project> projects(String organization) {
        return hierarchy(organization).projects().stream()
                .filter(project -> knows(Level.project(organization, project.id())))
                .toList();
    }

    private boolean knows(Level level) {
        return caller.grants().stream()
                .anyMatch(grant ->
                        levels.covers(grant.level(), level) || levels.covers(level, grant.level()));
    }

    /// @throws Denied if the caller has nothing to do with it
    /// @throws Rejected if there is none
    private Hierarchy hierarchy(String organization) {
        if (!knows(organization)) {
            access.require(caller, Right.READ, Level.organization(organization));
        }
        levels.organization(organization);
        return levels.of(organization);
    }

    /// Renames or closes an organization, or opens it again. Only an administrator of the instance
    /// closes and opens.
    public Changed<Organization> changeOrganization(
            String id, Change change, Teller<Changed<Organization>> teller) {
        Level needed = change.closed().isPresent() ? Level.INSTANCE : Level.organization(id);
        access.require(caller, Right.ADMINISTER, needed);
        return levels.change(id, change.onLevels(new OfCaller()), teller);
    }

    /// Adds a folder.
    ///
    /// @param folder its level
    /// @param parent absent directly below the organization
    /// @param stored whether any durable event is within a reach
    /// @throws Denied if events that the caller does not administer carry the name already
    public Folder createFolder(
            Level folder,
            String name,
            @Nullable String parent,
            Predicate<Reach> stored,
            Teller<Folder> teller) {
        access.require(caller, Right.ADMINISTER, above(folder, parent));
        requireNothingGained(folder, stored);
        return levels.createFolder(folder, name, parent, teller);
    }

    /// Registering a name takes the events along that carry it. So who administers a part of the
    /// organization does not register what would bring them others.
    private void requireNothingGained(Level level, Predicate<Reach> stored) {
        Level whole = Level.organization(String.valueOf(level.organization()));
        if (!access.may(caller, Right.ADMINISTER, whole)
                && stored.test(access.beyond(caller, level))) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    "'%s' may not register %s: the name is in use outside of what it administers; an administrator of the organization may"
                            .formatted(caller.id(), level));
        }
    }

    private static Level above(Level level, @Nullable String folder) {
        String organization = String.valueOf(level.organization());
        return folder == null || folder.isEmpty()
                ? Level.organization(organization)
                : Level.folder(organization, folder);
    }

    /// Renames, moves or closes a folder. To move it, the caller administers both places.
    public Changed<Folder> changeFolder(
            Level folder, Change change, Teller<Changed<Folder>> teller) {
        // With the lock of the levels, so that nobody moves it away in between.
        synchronized (levels) {
            requireChange(folder, change);
            return levels.changeFolder(folder, change.onLevels(new OfCaller()), teller);
        }
    }

    private void requireChange(Level level, Change change) {
        access.require(caller, Right.ADMINISTER, level);
        change.into()
                .ifPresent(into -> {
                    access.require(caller, Right.ADMINISTER, above(level, into));
                    access.require(caller, Right.ADMINISTER, place(level));
                });
    }

    private Level place(Level level) {
        Hierarchy now = levels.of(String.valueOf(level.organization()));
        Optional<String> id = level.id();
        String folder =
                level.folder() != null
                        ? id.flatMap(now::folder).map(Folder::parent).orElse(null)
                        : id.flatMap(now::project).map(Project::folder).orElse(null);
        return above(level, folder);
    }

    /// Adds a project.
    ///
    /// @param folder absent directly below the organization
    /// @param stored whether any durable event is within a reach
    /// @throws Denied if events that the caller does not administer carry the name already
    public Project createProject(
            Level project,
            String name,
            @Nullable String folder,
            Predicate<Reach> stored,
            Teller<Project> teller) {
        access.require(caller, Right.ADMINISTER, above(project, folder));
        requireNothingGained(project, stored);
        return levels.createProject(project, name, folder, teller);
    }

    /// Renames, moves or closes a project. To move it, the caller administers both places.
    public Changed<Project> changeProject(
            Level project, Change change, Teller<Changed<Project>> teller) {
        synchronized (levels) {
            requireChange(project, change);
            return levels.changeProject(project, change.onLevels(new OfCaller()), teller);
        }
    }
}
