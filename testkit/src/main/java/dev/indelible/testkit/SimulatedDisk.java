package dev.indelible.testkit;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.disk.DiskFullException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/* What a crash may do, as file systems and drives allow it and no kinder:
 *
 * - A file's bytes that were not forced are there or not, sector by sector, in any mixture; so is
 *   its length.
 * - A name made, removed or changed since the last sync of the folder is as before or as after.
 *   Changes are taken one by one, each on its own, except that a rename is one change.
 * - After a failed force the pages count as clean: the program still reads them, a later force
 *   says that all is well, and a crash may lose them.
 *
 * Names and contents are kept twice: as the program sees them and as they survive. */

/// A folder in memory that crashes, fails and fills up as told, the same way for the same random
/// numbers.
///
/// [#crash()] ends what was open: its files answer every call with an [IOException] from then on.
/// Any thread.
public final class SimulatedDisk implements Disk {
    private final RandomGenerator random;
    private final List<NameChange> unsynced = new ArrayList<>();
    private Map<String, SimulatedContent> names = new TreeMap<>();
    private Map<String, SimulatedContent> syncedNames = new TreeMap<>();
    private long capacityBytes = Long.MAX_VALUE;
    private double faultChance;
    private double keepChance = 0.5;
    private int forcesUntilFault = Integer.MAX_VALUE;
    private int writesUntilFault = Integer.MAX_VALUE;
    private int writesUntilFull = Integer.MAX_VALUE;
    private int stepsUntilCut = Integer.MAX_VALUE;
    private int incarnation;

    public SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    /// The power goes and comes back: what was not forced or synced may be lost or torn.
    public synchronized void crash() {
        incarnation++;
        stepsUntilCut = Integer.MAX_VALUE;
        keepChance = random.nextInt(3) / 2.0;
        for (NameChange change : unsynced) {
            if (survives()) {
                change.apply(syncedNames);
            }
        }
        unsynced.clear();
        names = new TreeMap<>(syncedNames);
        names.values().stream().distinct().forEach(content -> content.crash(this::survives));
    }

    /// The process dies and starts again; the machine goes on and loses nothing.
    public synchronized void kill() {
        incarnation++;
        stepsUntilCut = Integer.MAX_VALUE;
    }

    /// The power goes at the so many-th change of the device from now on: that change and all after
    /// it fail until [#crash()].
    public synchronized void cutPowerAfter(int changes) {
        stepsUntilCut = changes;
    }

    /// Whether the power went as planned by [#cutPowerAfter(int)] and [#crash()] is due.
    public synchronized boolean isPowerCut() {
        return stepsUntilCut < 0;
    }

    /// The so many-th force from now on fails; 0 for the next.
    public synchronized void failForceAfter(int forces) {
        forcesUntilFault = forces;
    }

    /// The so many-th write from now on fails, having written a part; 0 for the next.
    public synchronized void failWriteAfter(int writes) {
        writesUntilFault = writes;
    }

    /// Every write and force fails with this chance from now on.
    public synchronized void failSometimes(double chance) {
        faultChance = chance;
    }

    /// The device has room for so many bytes in all from now on.
    public synchronized void limitTo(long bytes) {
        capacityBytes = bytes;
    }

    /// Somebody else fills the device so that the so many-th write from now on finds room for a
    /// part of its bytes only, if any; 0 for the next. It stays full until [#limitTo(long)].
    public synchronized void fillAtWrite(int writes) {
        writesUntilFull = writes;
    }

    /// Bytes of all files as the program sees them.
    public synchronized long usedBytes() {
        return names.values().stream().distinct().mapToLong(SimulatedContent::size).sum();
    }

    /// Inverts one bit, now and after a crash.
    public synchronized void flipBit(String name, long offset) {
        content(name).flip(offset, 1 << random.nextInt(8));
    }

    /// Bytes of a file as the program sees it.
    public synchronized long size(String name) {
        return content(name).size();
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        step();
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        var content = new SimulatedContent();
        change(new NameChange.Made(name, content));
        return new SimulatedFile(this, content, incarnation);
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        checkPower();
        SimulatedContent content = names.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return new SimulatedFile(this, content, incarnation);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        step();
        SimulatedContent content = names.get(from);
        if (content == null) {
            throw new NoSuchFileException(from);
        }
        change(new NameChange.Renamed(from, to, content));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        step();
        if (!names.containsKey(name)) {
            throw new NoSuchFileException(name);
        }
        change(new NameChange.Removed(name));
    }

    @Override
    public synchronized void syncFolder() throws IOException {
        step();
        maybeFailForce();
        unsynced.forEach(change -> change.apply(syncedNames));
        unsynced.clear();
    }

    @Override
    public synchronized long freeBytes() {
        return Math.max(0, capacityBytes - usedBytes());
    }

    private void change(NameChange change) {
        change.apply(names);
        unsynced.add(change);
    }

    private SimulatedContent content(String name) {
        SimulatedContent content = names.get(name);
        if (content == null) {
            throw new IllegalArgumentException("no file " + name);
        }
        return content;
    }

    boolean survives() {
        return random.nextDouble() < keepChance;
    }

    /// Called before each change of the device.
    void step() throws IOException {
        stepsUntilCut -= stepsUntilCut == Integer.MAX_VALUE || stepsUntilCut < 0 ? 0 : 1;
        checkPower();
    }

    void checkPower() throws IOException {
        if (stepsUntilCut < 0) {
            throw new IOException("the power is cut");
        }
    }

    void checkIncarnation(int of) throws IOException {
        if (of != incarnation) {
            throw new IOException("the machine crashed since this file was opened");
        }
    }

    void maybeFailForce() throws IOException {
        if (forcesUntilFault != Integer.MAX_VALUE && forcesUntilFault-- == 0) {
            forcesUntilFault = Integer.MAX_VALUE;
            throw new IOException("Input/output error");
        }
        maybeFail();
    }

    private void maybeFail() throws IOException {
        if (faultChance > 0 && random.nextDouble() < faultChance) {
            throw new IOException("Input/output error");
        }
    }

    /// How many of these bytes can be written.
    ///
    /// @throws DiskFullException if not even one can
    int writable(SimulatedContent content, long offset, int count) throws IOException {
        if (writesUntilFull != Integer.MAX_VALUE && writesUntilFull-- == 0) {
            writesUntilFull = Integer.MAX_VALUE;
            capacityBytes = usedBytes() + random.nextInt(count + 1);
        }
        long growth = offset + count - content.size();
        if (growth <= freeBytes() || growth <= 0) {
            return count;
        }
        long fits = count - (growth - freeBytes());
        if (fits <= 0) {
            throw new DiskFullException("No space left on device");
        }
        return (int) fits;
    }

    /// How many of these bytes are written before the device fails; all of them if it does not.
    int writtenBeforeFault(int count) {
        boolean planned = writesUntilFault != Integer.MAX_VALUE && writesUntilFault-- == 0;
        if (planned) {
            writesUntilFault = Integer.MAX_VALUE;
        }
        boolean fails = planned || faultChance > 0 && random.nextDouble() < faultChance;
        return fails ? random.nextInt(count + 1) - 1 : count;
    }

    private sealed interface NameChange {
        void apply(Map<String, SimulatedContent> names);

        record Made(String name, SimulatedContent content) implements NameChange {
            @Override
            public void apply(Map<String, SimulatedContent> names) {
                names.put(name, content);
            }
        }

        record Renamed(String from, String to, SimulatedContent content) implements NameChange {
            @Override
            public void apply(Map<String, SimulatedContent> names) {
                names.remove(from);
                names.put(to, content);
            }
        }

        record Removed(String name) implements NameChange {
            @Override
            public void apply(Map<String, SimulatedContent> names) {
                names.remove(name);
            }
        }
    }
}
