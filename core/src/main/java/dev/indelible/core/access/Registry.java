package dev.indelible.core.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Organizations with their folders and projects, keys and grants.
///
/// Law for implementers: what a method has done is durable when it returns, and the next call of
/// any thread sees it. Any thread. Every implementation passes `RegistryContract`.
public interface Registry {

    /// Adds an organization.
    ///
    /// @return whether it was added; not if the id is taken
    boolean create(Organization organization);

    /// Puts an organization in the place of the one with the same id, which must be there.
    void replace(Organization organization);

    /// The organization of this id.
    Optional<Organization> organization(String id);

    /// All organizations, by id.
    List<Organization> organizations();

    /// Adds a folder of an organization that is there.
    ///
    /// @return whether it was added; not if the organization has one of this id
    boolean create(Folder folder);

    /// Puts a folder in the place of the one with the same id, which must be there.
    void replace(Folder folder);

    /// All folders of an organization, by id.
    List<Folder> folders(String organization);

    /// Adds a project of an organization that is there.
    ///
    /// @return whether it was added; not if the organization has one of this id
    boolean create(Project project);

    /// Puts a project in the place of the one with the same id, which must be there.
    void replace(Project project);

    /// All projects of an organization, by id.
    List<Project> projects(String organization);

    /// Adds a key, or puts it in the place of the one with the same id.
    void put(Key key);

    /// The key of this id, also a revoked one.
    Optional<Key> key(String id);

    /// All keys, by creation, then id.
    List<Key> keys();

    /// Notes when keys were last used; unknown ids are passed over.
    ///
    /// @param millis since 1970, by id of the key
    void used(Map<String, Long> millis);

    /// Adds a grant.
    void add(GivenGrant grant);

    /// Takes a grant back.
    ///
    /// @return whether it was there
    boolean removeGrant(String id);

    /// All grants, by creation, then id.
    List<GivenGrant> grants();
}
