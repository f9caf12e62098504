package dev.indelible.core.access;

import java.util.List;
import java.util.Optional;

/// Organizations and keys.
///
/// Law for implementers: what a method has done is durable when it returns, and the next call of
/// any thread sees it. Any thread. Every implementation passes `RegistryContract`.
public interface Registry {

    /// Adds an organization.
    ///
    /// @return whether it was added; not if the id is taken
    boolean create(Organization organization);

    /// The organization of this id.
    Optional<Organization> organization(String id);

    /// All organizations, by id.
    List<Organization> organizations();

    /// Adds a key, or puts it in the place of the one with the same id.
    void put(Key key);

    /// The key of this id, also a revoked one.
    Optional<Key> key(String id);

    /// All keys, by creation, then id.
    List<Key> keys();

    /// Makes a key invalid for ever.
    ///
    /// @return whether there is such a key
    boolean revoke(String keyId);
}
