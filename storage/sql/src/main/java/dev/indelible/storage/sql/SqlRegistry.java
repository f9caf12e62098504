package dev.indelible.storage.sql;

import dev.indelible.core.access.Folder;
import dev.indelible.core.access.GivenGrant;
import dev.indelible.core.access.Key;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Project;
import dev.indelible.core.access.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Organizations with their folders and projects, keys and grants in SQL.
final class SqlRegistry implements Registry {
    private final SqlStore store;
    private final KeyRows keys;

    SqlRegistry(SqlStore store) {
        this.store = store;
        this.keys = new KeyRows(store);
    }

    private int execute(String sql, @Nullable Object... values) {
        return store.transaction(handle -> handle.execute(sql, values));
    }

    private static void requireOne(int changed, String id) {
        if (changed != 1) {
            throw new IllegalArgumentException("there is no " + id);
        }
    }

    @Override
    public boolean create(Organization organization) {
        return execute(
                        "INSERT INTO organization (id, name, created_ms, closed)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                        organization.id(),
                        organization.name(),
                        organization.createdMillis(),
                        organization.closed() ? 1 : 0)
                == 1;
    }

    @Override
    public void replace(Organization organization) {
        requireOne(
                execute(
                        "UPDATE organization SET name = ?, created_ms = ?, closed = ? WHERE id = ?",
                        organization.name(),
                        organization.createdMillis(),
                        organization.closed() ? 1 : 0,
                        organization.id()),
                organization.id());
    }

    @Override
    public Optional<Organization> organization(String id) {
        return store.transaction(handle ->
                handle.select("SELECT * FROM organization WHERE id = ?", id)
                        .map((row, _) -> Rows.organization(row))
                        .findOne());
    }

    @Override
    public List<Organization> organizations() {
        return store.transaction(handle ->
                handle.select("SELECT * FROM organization ORDER BY id")
                        .map((row, _) -> Rows.organization(row))
                        .list());
    }

    @Override
    public boolean create(Folder folder) {
        return execute(
                        "INSERT INTO folder (organization, id, name, parent, created_ms, closed_from)"
                                + " VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (organization, id) DO NOTHING",
                        folder.organization(),
                        folder.id(),
                        folder.name(),
                        folder.parent(),
                        folder.createdMillis(),
                        Rows.closedFrom(folder.closedFrom()))
                == 1;
    }

    @Override
    public void replace(Folder folder) {
        requireOne(
                execute(
                        "UPDATE folder SET name = ?, parent = ?, created_ms = ?, closed_from = ?"
                                + " WHERE organization = ? AND id = ?",
                        folder.name(),
                        folder.parent(),
                        folder.createdMillis(),
                        Rows.closedFrom(folder.closedFrom()),
                        folder.organization(),
                        folder.id()),
                folder.id());
    }

    @Override
    public List<Folder> folders(String organization) {
        return store.transaction(handle ->
                handle.select(
                                "SELECT * FROM folder WHERE organization = ? ORDER BY id",
                                organization)
                        .map((row, _) -> Rows.folder(row))
                        .list());
    }

    @Override
    public boolean create(Project project) {
        return execute(
                        "INSERT INTO project (organization, id, name, folder, created_ms, closed_from)"
                                + " VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (organization, id) DO NOTHING",
                        project.organization(),
                        project.id(),
                        project.name(),
                        project.folder(),
                        project.createdMillis(),
                        Rows.closedFrom(project.closedFrom()))
                == 1;
    }

    @Override
    public void replace(Project project) {
        requireOne(
                execute(
                        "UPDATE project SET name = ?, folder = ?, created_ms = ?, closed_from = ?"
                                + " WHERE organization = ? AND id = ?",
                        project.name(),
                        project.folder(),
                        project.createdMillis(),
                        Rows.closedFrom(project.closedFrom()),
                        project.organization(),
                        project.id()),
                project.id());
    }

    @Override
    public List<Project> projects(String organization) {
        return store.transaction(handle ->
                handle.select(
                                "SELECT * FROM project WHERE organization = ? ORDER BY id",
                                organization)
                        .map((row, _) -> Rows.project(row))
                        .list());
    }

    @Override
    public void put(Key key) {
        keys.put(key);
    }

    @Override
    public Optional<Key> key(String id) {
        return keys.find(id);
    }

    @Override
    public List<Key> keys() {
        return keys.all();
    }

    @Override
    public void used(Map<String, Long> millis) {
        keys.used(millis);
    }

    @Override
    public void add(GivenGrant given) {
        execute(
                "INSERT INTO access_grant (id, subject_kind, subject, role, organization, folder,"
                        + " project, created_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                given.id(),
                given.subject().kind().label(),
                given.subject().id(),
                given.grant().role().label(),
                given.grant().level().organization(),
                given.grant().level().folder(),
                given.grant().level().project(),
                given.createdMillis());
    }

    @Override
    public boolean removeGrant(String id) {
        return execute("DELETE FROM access_grant WHERE id = ?", id) == 1;
    }

    @Override
    public List<GivenGrant> grants() {
        return store.transaction(handle ->
                handle.select("SELECT * FROM access_grant ORDER BY created_ms, id")
                        .map((row, _) -> Rows.grant(row))
                        .list());
    }
}
