package dev.indelible.core.access;

import org.jspecify.annotations.Nullable;

/// What events of an organization are most often about.
///
/// @param id unique among the organization's projects, of the same characters as an organization's
/// @param folder the folder it is in; absent directly below the organization
/// @param createdMillis since 1970
/// @param closed whether no new key or grant may be given for it
public record Project(
        String organization,
        String id,
        String name,
        @Nullable String folder,
        long createdMillis,
        boolean closed) {

    public Project {
        Names.checkId("project", id);
        Names.checkName("project", name);
    }
}
