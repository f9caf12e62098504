package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.lifecycle.Notes;
import dev.indelible.testkit.NotesContract;
import dev.indelible.testkit.SimulatedDisk;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNotesTest extends NotesContract {
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final SimulatedDisk disk = new SimulatedDisk(random);

    @Override
    protected Notes open() {
        return FileNotes.open(disk);
    }

    @Override
    protected Notes reopen() {
        disk.crash();
        return FileNotes.open(disk);
    }

    @Test
    void eachNoteIsOldOrNewAfterAnyCrash() {
        System.out.println("seed=" + seed);
        Notes notes = open();
        var known = new HashMap<String, Map<String, String>>();
        for (int i = 0; i < 500; i++) {
            String name = "note-" + random.nextInt(5);
            Map<String, String> note = Map.of("value", Integer.toString(i));
            boolean removes = random.nextInt(4) == 0;
            disk.cutPowerAfter(random.nextInt(3) == 0 ? 1 + random.nextInt(6) : Integer.MAX_VALUE);
            try {
                if (removes) {
                    notes.remove(name);
                    known.remove(name);
                } else {
                    notes.put(name, note);
                    known.put(name, note);
                }
            } catch (UncheckedIOException e) {
                disk.crash();
                disk.cutPowerAfter(Integer.MAX_VALUE);
                notes = FileNotes.open(disk);
                Map<String, String> found = notes.all().get(name);
                Map<String, String> before = known.get(name);
                assertThat(found).isIn(before, removes ? null : note);
                if (found == null) {
                    known.remove(name);
                } else {
                    known.put(name, found);
                }
            }
            disk.cutPowerAfter(Integer.MAX_VALUE);
            assertThat(notes.all()).isEqualTo(known);
        }
    }
}
