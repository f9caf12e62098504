package dev.indelible.core.access;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a search may see. Only the access rules make one, so no search can forget to ask them.
public final class Scope {
    private final boolean everything;
    private final Set<String> organizations;
    private final Reach reach;
    private final boolean ofItself;
    private final Optional<Reach> clear;
    private final Optional<String> filter;
    private final boolean viewed;

    /// @param organizations those of which anything may be seen; empty where everything may
    /// @param ofItself whether nothing else may be seen than what Indelible tells of itself
    /// @param clear the events whose protected members may be seen
    /// @param filter what else must be so of all that is seen, in the query language
    /// @param viewed whether a viewer token looks, which has no role of its own
    Scope(
            boolean everything,
            Set<String> organizations,
            Reach reach,
            boolean ofItself,
            Optional<Reach> clear,
            Optional<String> filter,
            boolean viewed) {
        this.everything = everything;
        this.organizations = Collections.unmodifiableSet(new TreeSet<>(organizations));
        this.reach = reach;
        this.ofItself = ofItself;
        this.clear = clear;
        this.filter = filter;
        this.viewed = viewed;
    }

    /// Whether something of all organizations may be seen.
    public boolean everything() {
        return everything;
    }

    /// The organizations of which something may be seen; empty where [#everything()].
    public Set<String> organizations() {
        return organizations;
    }

    /// Which events may be seen.
    public Reach reach() {
        return reach;
    }

    /// Whether nothing else may be seen than what Indelible tells of itself.
    public boolean ofItself() {
        return ofItself;
    }

    /// Of which of these events protected members may be seen, if of any.
    public Optional<Reach> clear() {
        return clear;
    }

    /// What else must be so of all that is seen, in the query language.
    public Optional<String> filter() {
        return filter;
    }

    /// Whether a viewer token looks, which has no role of its own.
    public boolean viewed() {
        return viewed;
    }

    private List<Object> parts() {
        return List.of(everything, organizations, reach, ofItself, clear, filter, viewed);
    }

    /// Whether the same may be seen, and as clearly.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scope scope && parts().equals(scope.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /// The same for the same scope, also after a restart.
    @Override
    public String toString() {
        return "Scope["
                + everything
                + " "
                + organizations
                + " "
                + reach
                + filter.map(q -> " " + q).orElse("")
                + "]";
    }
}
