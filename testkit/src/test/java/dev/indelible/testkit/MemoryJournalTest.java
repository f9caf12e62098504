package dev.indelible.testkit;

import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.MemoryJournal;

class MemoryJournalTest extends JournalContract {
    @Override
    protected Journal open() {
        return new MemoryJournal();
    }

    @Override
    protected Journal reopen() {
        return new MemoryJournal();
    }

    @Override
    protected boolean survivesRestart() {
        return false;
    }
}
