package dev.indelible.server;

import dev.indelible.core.delivery.NamedPersons;
import dev.indelible.core.lifecycle.Elsewhere;
import dev.indelible.storage.sql.SqlStore;
import java.util.Map;
import java.util.function.Predicate;

/// Persons in what delivery remembers.
record DeliveryPersons(NamedPersons persons, SqlStore store) implements Elsewhere {
    @Override
    public Map<String, Long> naming(String organization, Predicate<String> names) {
        return persons.naming(organization, names);
    }

    @Override
    public void erase(String organization, Predicate<String> names) {
        persons.forget(organization, names);
        store.purge();
    }
}
