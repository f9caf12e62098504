package dev.indelible.testkit;

import dev.indelible.core.lifecycle.MemoryNotes;
import dev.indelible.core.lifecycle.Notes;

class MemoryNotesTest extends NotesContract {
    private final Notes notes = new MemoryNotes();

    @Override
    protected Notes open() {
        return notes;
    }

    @Override
    protected Notes reopen() {
        return notes;
    }
}
