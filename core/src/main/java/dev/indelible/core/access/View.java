package dev.indelible.core.access;

import java.util.Set;

/// Which levels a question is about, as its parameters say it. Of several values of one kind any
/// will do; of several kinds all must.
///
/// @param organizations every one that the caller may see where there are none
/// @param depth whether what is below a level counts
public record View(
        Set<String> organizations, Set<String> folders, Set<String> projects, Depth depth) {

    public View {
        organizations = Set.copyOf(organizations);
        folders = Set.copyOf(folders);
        projects = Set.copyOf(projects);
    }

    /// Whether what is below counts.
    public enum Depth {
        /// What is below counts.
        BELOW,
        /// Only events right on the level.
        OWN
    }

    /// Everything that the caller may see.
    public static View everything() {
        return new View(Set.of(), Set.of(), Set.of(), Depth.BELOW);
    }

    /// Everything of one organization.
    public static View of(String organization) {
        return new View(Set.of(organization), Set.of(), Set.of(), Depth.BELOW);
    }
}
