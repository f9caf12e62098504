package dev.indelible.core.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The folders and projects of one organization as they are now. Immutable.
///
/// An event belongs to the project that it names, else to the folder that it names, else to the
/// organization. Where a project is, the registry knows; one that it does not know is in the folder
/// that the event names.
final class Hierarchy {
    /// Folders in folders: more are a mistake.
    static final int DEPTH_MAX = 16;

    private final Map<String, Folder> folders = new TreeMap<>();
    private final Map<String, Project> projects = new TreeMap<>();
    private final boolean hasClosed;

    Hierarchy(List<Folder> folders, List<Project> projects) {
        this.hasClosed =
                folders.stream().anyMatch(Folder::closed)
                        || projects.stream().anyMatch(Project::closed);
        folders.forEach(folder -> this.folders.put(folder.id(), folder));
        projects.forEach(project -> this.projects.put(project.id(), project));
    }

    Optional<Folder> folder(String id) {
        return Optional.ofNullable(folders.get(id));
    }

    Optional<Project> project(String id) {
        return Optional.ofNullable(projects.get(id));
    }

    Collection<Folder> folders() {
        return folders.values();
    }

    Collection<Project> projects() {
        return projects.values();
    }

    /// Whether the level is the folder or is somewhere in it.
    boolean isIn(String folder, Level level) {
        @Nullable String at = level.folder();
        String named = level.project();
        if (named != null) {
            Project project = projects.get(folded(named));
            at = project == null ? null : project.folder();
        }
        for (int depth = 0; at != null && depth <= DEPTH_MAX; depth++) {
            if (folded(at).equals(folder)) {
                return true;
            }
            Folder next = folders.get(folded(at));
            at = next == null ? null : next.parent();
        }
        return false;
    }

    /// Whether anything is closed.
    boolean hasClosed() {
        return hasClosed;
    }

    /// By which level what belongs there is closed, the nearest of several: the project, or a
    /// folder that it is in; what is closed closes all that is below it. Empty if nothing is.
    ///
    /// @param folder of a project that is not registered
    Optional<Level> closing(@Nullable String folder, @Nullable String project) {
        @Nullable Project known = project == null ? null : projects.get(folded(project));
        if (known != null && known.closed()) {
            return Optional.of(Level.project(known.organization(), known.id()));
        }
        return closedAbove(known == null ? folder : known.folder()).stream()
                .findFirst()
                .map(closed -> Level.folder(closed.organization(), closed.id()));
    }

    /// What is closed of this folder and those that it is in, from below.
    List<Folder> closedAbove(@Nullable String folder) {
        var closed = new ArrayList<Folder>();
        @Nullable String at = folder;
        for (int depth = 0; at != null && depth <= DEPTH_MAX; depth++) {
            Folder next = folders.get(folded(at));
            if (next != null && next.closed()) {
                closed.add(next);
            }
            at = next == null ? null : next.parent();
        }
        return closed;
    }

    /// The folder and all folders in it.
    Set<String> foldersIn(String folder) {
        var in = new TreeSet<String>();
        in.add(folder);
        for (Folder other : folders.values()) {
            if (isIn(folder, Level.folder(other.organization(), other.id()))) {
                in.add(other.id());
            }
        }
        return in;
    }

    /// The projects in the folder or in folders in it.
    Set<String> projectsIn(String folder) {
        var in = new TreeSet<String>();
        for (Project project : projects.values()) {
            if (isIn(folder, Level.project(project.organization(), project.id()))) {
                in.add(project.id());
            }
        }
        return in;
    }

    /// How many folders the folder is in, itself included.
    int depth(String folder) {
        int depth = 0;
        @Nullable String at = folder;
        while (at != null && depth <= DEPTH_MAX) {
            depth++;
            Folder next = folders.get(at);
            at = next == null ? null : next.parent();
        }
        return depth;
    }

    /// Events may write a name in any case.
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
