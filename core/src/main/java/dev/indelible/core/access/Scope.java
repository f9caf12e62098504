package dev.indelible.core.access;

import java.util.Set;

/// What a search may see. Only the access rules make one, so no search can forget to ask them.
public final class Scope {
    private final boolean everything;
    private final Set<String> organizations;

    private Scope(boolean everything, Set<String> organizations) {
        this.everything = everything;
        this.organizations = organizations;
    }

    static Scope ofEverything() {
        return new Scope(true, Set.of());
    }

    static Scope of(String organization) {
        return new Scope(false, Set.of(organization));
    }

    /// Whether all organizations may be seen.
    public boolean everything() {
        return everything;
    }

    /// The organizations that may be seen; empty where [#everything()].
    public Set<String> organizations() {
        return organizations;
    }

    @Override
    public String toString() {
        return everything ? "Scope[everything]" : "Scope" + organizations;
    }
}
