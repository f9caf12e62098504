package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.MemoryRegistry;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Role;
import dev.indelible.core.access.Teller;
import dev.indelible.core.access.Tenancy;
import dev.indelible.core.access.View;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Rejected;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who polls a folder goes on where they were, whatever is made and moved in the organization.
class PollingFoldersTest {
    private final Access access =
            new Access(
                    new MemoryRegistry(),
                    new byte[32],
                    InstantSource.system(),
                    () -> 0,
                    new Random(1));
    private final Caller root = caller(Role.ADMINISTRATOR, Level.INSTANCE);
    private final Journaled journaled = new Journaled();
    private final MemoryIndex index = new MemoryIndex();
    private final Searches searches = new Searches(index, journaled.journal, new byte[32]);

    private static Caller caller(Role role, Level level) {
        return Caller.ofKey("k", "k", Set.of(new Grant(role, level)));
    }

    @BeforeEach
    void levels() {
        access.createOrganization(root, "acme", null, Teller.none());
        for (String id : List.of("eu", "us")) {
            Level folder = Level.folder("acme", id);
            access.tenancy(root).createFolder(folder, id, null, _ -> false, Teller.none());
        }
        project("shop", "eu");
    }

    private void project(String id, String folder) {
        Level project = Level.project("acme", id);
        access.tenancy(root).createProject(project, id, folder, _ -> false, Teller.none());
    }

    private void move(String project, String folder) {
        var into = new Tenancy.Change(Optional.empty(), Optional.of(folder), Optional.empty());
        access.tenancy(root).changeProject(Level.project("acme", project), into, Teller.none());
    }

    private void happens(String action, String place) {
        Entry entry = journaled.add("acme", 1, "\"action\":\"%s\",%s".formatted(action, place));
        index.add(List.of(entry));
        index.refresh();
    }

    private Page poll(Caller caller, View view, Optional<String> cursor) {
        return searches.page(
                access.scope(caller, Right.READ, view),
                Criteria.none(),
                Order.RECEIVED,
                10,
                cursor);
    }

    private static List<String> actions(Page page) {
        return page.entries().stream()
                .map(entry -> Document.of(entry).facets().get(Field.ACTION))
                .toList();
    }

    @Test
    void whoPollsAFolderGoesOnAfterProjectsAreMadeAndMoved() {
        Caller reader = caller(Role.READER, Level.folder("acme", "eu"));
        var ofFolder = new View(Set.of("acme"), Set.of("eu"), Set.of(), View.Depth.BELOW);
        for (View view : List.of(View.everything(), ofFolder)) {
            happens("one.before", "\"folder\":\"eu\"");
            Page first = poll(reader, view, Optional.empty());
            String made = "made-" + first.endPosition();
            project(made, "us");
            Page second = poll(reader, view, first.next());

            move(made, "eu");
            happens("two.within", "\"project\":\"%s\"".formatted(made));
            happens("three.within", "\"project\":\"shop\"");
            Page third = poll(reader, view, second.next());

            move(made, "us");
            move("shop", "us");
            happens("four.without", "\"project\":\"%s\"".formatted(made));
            happens("five.without", "\"project\":\"shop\"");
            happens("six.within", "\"folder\":\"eu\"");
            Page fourth = poll(reader, view, third.next());
            move("shop", "eu");

            assertThat(actions(first)).endsWith("one.before");
            assertThat(actions(second)).isEmpty();
            assertThat(actions(third)).containsExactly("two.within", "three.within");
            assertThat(actions(fourth)).containsExactly("six.within");
        }
    }

    @Test
    void aCursorOfOneFolderIsNoneOfAnother() {
        happens("one.before", "\"folder\":\"eu\"");
        Caller reader = caller(Role.READER, Level.folder("acme", "eu"));
        Optional<String> cursor = poll(reader, View.everything(), Optional.empty()).next();

        Caller other = caller(Role.READER, Level.folder("acme", "us"));
        Caller upper = caller(Role.READER, Level.organization("acme"));
        for (Caller wrong : List.of(other, upper)) {
            assertThatThrownBy(() -> poll(wrong, View.everything(), cursor))
                    .isInstanceOf(Rejected.class)
                    .hasMessageContaining("the cursor");
        }
    }
}
