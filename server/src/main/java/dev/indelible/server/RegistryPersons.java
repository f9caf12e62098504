package dev.indelible.server;

import dev.indelible.core.access.Access;
import dev.indelible.core.lifecycle.Elsewhere;
import dev.indelible.core.search.SearchShelf;
import dev.indelible.storage.sql.SqlStore;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Persons in the registry: in saved searches, names of keys, and grants.
record RegistryPersons(Access access, SearchShelf shelf, SqlStore store) implements Elsewhere {
    @Override
    public Map<String, Long> naming(String organization, Predicate<String> names) {
        var counts = new TreeMap<>(access.naming(organization, names));
        counts.put("searches", shelf.naming(organization, names));
        return counts;
    }

    @Override
    public void erase(String organization, Predicate<String> names) {
        access.forget(organization, names);
        shelf.forget(organization, names);
        store.purge();
    }
}
