package dev.indelible.core.access;

import org.jspecify.annotations.Nullable;

/// What events of an organization are most often about.
///
/// @param id unique among the organization's projects, of the same characters as an organization's
/// @param folder the folder it is in; absent directly below the organization
/// @param createdMillis since 1970
/// @param closedFrom the level whose administrator closed it, so that nothing new may be put into
///   it; absent while it is open
public record Project(
        String organization,
        String id,
        String name,
        @Nullable String folder,
        long createdMillis,
        @Nullable Level closedFrom) {

    public Project {
        Names.checkId("project", id);
        Names.checkName("project", name);
    }

    /// Whether nothing new may be put into it.
    public boolean closed() {
        return closedFrom != null;
    }
}
