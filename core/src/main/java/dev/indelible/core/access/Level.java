package dev.indelible.core.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One level of the hierarchy: the instance, an organization, or in it a folder or a project.
///
/// @param organization absent for the whole instance
/// @param folder absent unless it is a folder
/// @param project absent unless it is a project; the registry knows in which folder that is
public record Level(
        @Nullable String organization, @Nullable String folder, @Nullable String project) {
    /// All organizations and what belongs to none.
    public static final Level INSTANCE = new Level(null, null, null);

    public Level {
        if (organization == null && (folder != null || project != null)) {
            throw new IllegalArgumentException("a folder or a project is in an organization");
        }
        if (folder != null && project != null) {
            throw new IllegalArgumentException("a level is a folder or a project, not both");
        }
    }

    public static Level organization(String id) {
        return new Level(id, null, null);
    }

    public static Level folder(String organization, String id) {
        return new Level(organization, id, null);
    }

    public static Level project(String organization, String id) {
        return new Level(organization, null, id);
    }

    /// The instance or an organization.
    static Level of(@Nullable String organization) {
        return new Level(organization, null, null);
    }

    public boolean isInstance() {
        return organization == null;
    }

    /// Whether it is a whole organization.
    public boolean isOrganization() {
        return organization != null && folder == null && project == null;
    }

    /// What kind it is, as the API names it.
    public String kind() {
        return isInstance()
                ? "instance"
                : folder != null ? "folder" : project != null ? "project" : "organization";
    }

    /// Its own id; absent for the instance.
    public Optional<String> id() {
        return Optional.ofNullable(
                folder != null ? folder : project != null ? project : organization);
    }

    /// Such as `folder 'eu'`, where it is known of which organization.
    String kindAndId() {
        return id().map(id -> "%s '%s'".formatted(kind(), id)).orElse(kind());
    }

    @Override
    public String toString() {
        return isInstance()
                ? "the instance"
                : isOrganization()
                        ? "organization '%s'".formatted(organization)
                        : "%s '%s' of organization '%s'"
                                .formatted(kind(), id().orElseThrow(), organization);
    }
}
