package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.sealing.Head;
import dev.indelible.core.sealing.Round;
import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Merkle;
import dev.indelible.storage.file.FileCheckpointJournal;
import dev.indelible.storage.file.FileJournal;
import dev.indelible.storage.file.FolderDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Holds every head that was ever allowed to be signed in a data folder against the journal in it.
final class SealedFolder {
    private static final String ORIGIN = "localhost/indelible/";

    private SealedFolder() {}

    /// Asserts that no two checkpoints of a log contradict each other: each has the root of the
    /// journal's first so many events, and the anchor's has the root of the first so many heads.
    ///
    /// @return how many heads there are
    static long check(Path data) throws IOException {
        try (FolderDisk events = FolderDisk.open(data.resolve("journal"));
                FileJournal journal = FileJournal.open(events, 1 << 20, new Random());
                FolderDisk truth = FolderDisk.open(data.resolve("checkpoints"));
                FileCheckpointJournal checkpoints = FileCheckpointJournal.open(truth)) {
            List<Round> rounds = new ArrayList<>();
            checkpoints.replay(rounds::add);
            Map<String, CompactRange> trees = new HashMap<>();
            var anchor = new CompactRange();
            for (Round round : rounds) {
                for (Head head : round.heads()) {
                    anchor.append(Merkle.leafHash(head.leaf()));
                    String organization = head.origin().substring(ORIGIN.length());
                    CompactRange tree =
                            trees.computeIfAbsent(organization, _ -> new CompactRange());
                    assertThat(head.size()).isGreaterThan(tree.size());
                    grow(tree, organization, head.size(), journal);
                    assertThat(head.root()).as(head.toString()).isEqualTo(tree.root());
                }
                assertThat(round.anchor().size()).isEqualTo(anchor.size());
                assertThat(round.anchor().root()).isEqualTo(anchor.root());
            }
            return checkpoints.heads();
        }
    }

    private static void grow(
            CompactRange tree, String organization, long size, FileJournal journal) {
        while (tree.size() < size) {
            int count = (int) Math.min(1_000, size - tree.size());
            List<Entry> entries = journal.readOf(organization, tree.size(), count, 1 << 22);
            assertThat(entries).as(organization + " has fewer than " + size).isNotEmpty();
            entries.forEach(entry -> tree.append(Merkle.leafHash(entry.leaf())));
        }
    }
}
