package dev.indelible.core.access;

import org.jspecify.annotations.Nullable;

/// What groups projects and other folders of an organization.
///
/// @param id unique among the organization's folders, of the same characters as an organization's
/// @param parent the folder it is in; absent directly below the organization
/// @param createdMillis since 1970
/// @param closedFrom the level whose administrator closed it, so that nothing new may be put into
///   it; absent while it is open
public record Folder(
        String organization,
        String id,
        String name,
        @Nullable String parent,
        long createdMillis,
        @Nullable Level closedFrom) {

    public Folder {
        Names.checkId("folder", id);
        Names.checkName("folder", name);
    }

    /// Whether nothing new may be put into it.
    public boolean closed() {
        return closedFrom != null;
    }
}
