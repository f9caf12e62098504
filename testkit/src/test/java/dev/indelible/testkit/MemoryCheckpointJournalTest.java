package dev.indelible.testkit;

import dev.indelible.core.sealing.CheckpointJournal;
import dev.indelible.core.sealing.MemoryCheckpointJournal;

class MemoryCheckpointJournalTest extends CheckpointJournalContract {
    @Override
    protected CheckpointJournal open() {
        return new MemoryCheckpointJournal();
    }

    @Override
    protected CheckpointJournal reopen() {
        return new MemoryCheckpointJournal();
    }

    @Override
    protected boolean survivesRestart() {
        return false;
    }
}
