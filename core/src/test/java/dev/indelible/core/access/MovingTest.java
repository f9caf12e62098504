package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.ops.AuditException.Denied;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever administers a folder has no say over what was moved out of it just then.
class MovingTest {
    private final Access access =
            new Access(
                    new MemoryRegistry(),
                    new byte[32],
                    InstantSource.system(),
                    () -> 0,
                    new Random(1));
    private final Caller instance = administrator("r", Level.INSTANCE);
    private final Caller upper = administrator("u", Level.organization("acme"));
    private final Caller lower = administrator("l", Level.folder("acme", "eu"));

    private static Caller administrator(String id, Level level) {
        return Caller.ofKey(id, id, Set.of(new Grant(Role.ADMINISTRATOR, level)));
    }

    @BeforeEach
    void levels() {
        access.createOrganization(instance, "acme", null, Teller.none());
        folder("eu", null);
        folder("us", null);
        folder("shops", "eu");
        folder("inner", "eu");
        access.tenancy(upper)
                .createProject(
                        Level.project("acme", "shop"), "shop", "eu", _ -> false, Teller.none());
    }

    private void folder(String id, @Nullable String parent) {
        access.tenancy(upper)
                .createFolder(Level.folder("acme", id), id, parent, _ -> false, Teller.none());
    }

    private void move(Caller caller, String kind, String into, Runnable meanwhile) {
        var change = new Tenancy.Change(Optional.empty(), Optional.of(into), Optional.empty());
        if (kind.equals("folder")) {
            access.tenancy(caller)
                    .changeFolder(
                            Level.folder("acme", "shops"),
                            change,
                            (_, making) -> {
                                meanwhile.run();
                                making.run();
                            });
        } else {
            access.tenancy(caller)
                    .changeProject(
                            Level.project("acme", "shop"),
                            change,
                            (_, making) -> {
                                meanwhile.run();
                                making.run();
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "project"})
    void whatIsMovedAwayMeanwhileIsNotMovedBack(String kind) throws Exception {
        var refused = new AtomicReference<Optional<RuntimeException>>(Optional.empty());
        var late =
                new Thread(() -> {
                    try {
                        move(lower, kind, "inner", () -> {});
                    } catch (Denied e) {
                        refused.set(Optional.of(e));
                    }
                });

        // The one has what it needs to move it, and waits for the other.
        move(
                upper,
                kind,
                "us",
                () -> {
                    late.start();
                    while (late.isAlive() && late.getState() != Thread.State.BLOCKED) {
                        Thread.onSpinWait();
                    }
                });
        late.join();

        Tenancy now = access.tenancy(upper);
        assertThat(
                        kind.equals("folder")
                                ? now.folders("acme").stream()
                                        .filter(one -> one.id().equals("shops"))
                                        .map(Folder::parent)
                                        .toList()
                                : now.projects("acme").stream().map(Project::folder).toList())
                .isEqualTo(List.of("us"));
        assertThat(refused.get()).isPresent();
    }

    @Test
    void whoAdministersBothPlacesMoves() {
        move(lower, "project", "inner", () -> {});

        assertThat(access.tenancy(upper).projects("acme"))
                .extracting(Project::folder)
                .containsExactly("inner");
    }
}
