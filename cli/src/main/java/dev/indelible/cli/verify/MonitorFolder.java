package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Note;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// What a monitor remembers of one organization, in a folder of its own:
///
/// ```
/// policy.txt       whose signatures are believed, from the first look on
/// tag-salt         what the organization's heads are found by in the anchor log, in hex
/// checkpoint       the last state of the organization's log that was seen and checked, as signed
/// anchor           the same of the anchor log: its right edge in hex, a newline, the signed note
/// anchoring        how far the log was found in the anchor, and what still waits, since when
/// fork-….txt       two signed states that contradict each other; never overwritten by others
/// ```
///
/// Losing it loses the memory: whatever was rewritten before is then not noticed.
public final class MonitorFolder {
    private final Path folder;

    /// The folder, made when something is first written.
    public MonitorFolder(Path folder) {
        this.folder = folder;
    }

    /// The policy that was kept.
    public Optional<byte[]> policy() {
        return DurableFile.read(folder.resolve("policy.txt"));
    }

    /// Keeps a policy.
    public void keepPolicy(byte[] policy) {
        DurableFile.write(folder.resolve("policy.txt"), policy);
    }

    /// The tag salt that was kept.
    public Optional<byte[]> tagSalt() {
        return DurableFile.read(folder.resolve("tag-salt"))
                .map(hex -> unhex(new String(hex, UTF_8).strip(), "tag-salt"));
    }

    /// Keeps the tag salt.
    public void keepTagSalt(byte[] tagSalt) {
        String hex = HexFormat.of().formatHex(tagSalt) + "\n";
        DurableFile.write(folder.resolve("tag-salt"), hex.getBytes(UTF_8));
    }

    Optional<Note> checkpoint() {
        return DurableFile.read(folder.resolve("checkpoint"))
                .map(bytes -> LogReader.note(bytes, place("checkpoint")));
    }

    void keepCheckpoint(Note note) {
        DurableFile.write(folder.resolve("checkpoint"), note.toBytes());
    }

    /// How far the anchor log was read.
    record AnchorState(CompactRange range, Note note) {}

    Optional<AnchorState> anchor() {
        return DurableFile.read(folder.resolve("anchor"))
                .map(bytes -> {
                    int end = new String(bytes, UTF_8).indexOf('\n');
                    if (end < 0) {
                        throw new RefusedException(place("anchor"), "it is damaged");
                    }
                    String hex = new String(bytes, 0, end, UTF_8);
                    Note note =
                            LogReader.note(
                                    Arrays.copyOfRange(bytes, end + 1, bytes.length),
                                    place("anchor"));
                    return new AnchorState(
                            CompactRange.fromBytes(unhex(hex, place("anchor"))), note);
                });
    }

    void keepAnchor(AnchorState state) {
        String text = HexFormat.of().formatHex(state.range().toBytes()) + "\n" + state.note();
        DurableFile.write(folder.resolve("anchor"), text.getBytes(UTF_8));
    }

    Anchoring anchoring() {
        return DurableFile.read(folder.resolve("anchoring"))
                .map(bytes -> Anchoring.parse(new String(bytes, UTF_8), place("anchoring")))
                .orElse(Anchoring.NONE);
    }

    void keepAnchoring(Anchoring anchoring) {
        DurableFile.write(folder.resolve("anchoring"), anchoring.text().getBytes(UTF_8));
    }

    /// Keeps two signed states that contradict each other.
    ///
    /// @param log which one, as part of a file's name
    /// @return the file
    Path keepFork(String log, LogReader.Signed before, LogReader.Signed now) {
        Path file =
                folder.resolve(
                        "fork-%s-%d-%d-%s.txt"
                                .formatted(
                                        log,
                                        before.checkpoint().size(),
                                        now.checkpoint().size(),
                                        HexFormat.of().formatHex(now.checkpoint().root(), 0, 4)));
        String text =
                "# Signed by %s, seen before:%n%n%s%n# Signed by it, seen later, and not following:%n%n%s"
                        .formatted(before.checkpoint().origin(), before.note(), now.note());
        DurableFile.write(file, text.getBytes(UTF_8));
        return file;
    }

    private byte[] unhex(String hex, String place) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(place, "it is damaged");
        }
    }

    private String place(String name) {
        return folder.resolve(name).toString();
    }
}
