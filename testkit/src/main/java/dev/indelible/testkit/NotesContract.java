package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.lifecycle.Notes;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every [Notes] keeps.
public abstract class NotesContract {
    /// Notes without any.
    protected abstract Notes open() throws Exception;

    /// The notes of the last [#open()], as a new process would find them.
    protected abstract Notes reopen() throws Exception;

    @Test
    void notesArePutReplacedAndRemoved() throws Exception {
        Notes notes = open();
        notes.put("one", Map.of("a", "1", "b=\n%", "ü\n=2"));
        notes.put("two", Map.of());
        notes.put("one", Map.of("a", "3", "b=\n%", "ü\n=2"));
        notes.remove("two");
        notes.remove("three");

        Map<String, Map<String, String>> expected =
                Map.of("one", Map.of("a", "3", "b=\n%", "ü\n=2"));
        assertThat(notes.all()).isEqualTo(expected);
        assertThat(reopen().all()).isEqualTo(expected);
    }
}
