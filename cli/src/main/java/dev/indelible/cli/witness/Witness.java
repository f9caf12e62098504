package dev.indelible.cli.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.cli.verify.DurableFile;
import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.Cosignature;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.Limits;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Note;
import dev.indelible.proof.NoteSignature;
import dev.indelible.proof.NoteVerdict;
import dev.indelible.proof.NoteVerifier;
import dev.indelible.proof.Signer;
import dev.indelible.proof.VerifierKey;
import dev.indelible.proof.WitnessDecision;
import dev.indelible.proof.WitnessRequest;
import dev.indelible.proof.WitnessState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Decides, remembers, cosigns. Any thread.
///
/// ```
/// <folder>/lock                                 held while it runs: one witness a folder
/// <folder>/<hex SHA-256(origin)>/checkpoint     the latest checkpoint cosigned, with our line
/// ```
///
/// The file is replaced durably before the line is given out, one request of a log after another,
/// so a crash forgets nothing that anybody was told. A folder that is lost must not be made again
/// with the same key: what the key signed before would be unknown.
public final class Witness implements AutoCloseable {
    private static final String CHECKPOINT = "checkpoint";

    private final Path folder;
    private final Signer signer;
    private final InstantSource clock;
    private final FileChannel lockFile;
    private final Map<String, Log> logs;

    private Witness(
            Path folder,
            Signer signer,
            InstantSource clock,
            FileChannel lockFile,
            Map<String, Log> logs) {
        this.folder = folder;
        this.signer = signer;
        this.clock = clock;
        this.lockFile = lockFile;
        this.logs = logs;
    }

    /// One log that is witnessed. Its state is guarded by its lock.
    private static final class Log {
        private final List<VerifierKey> keys = new ArrayList<>();
        private final ReentrantLock lock = new ReentrantLock();
        private WitnessState state = WitnessState.fresh();
    }

    /// Opens a witness with what it remembers.
    ///
    /// @param signer with a key of a timestamped type
    /// @param logKeys the keys trusted; each is of the log whose origin is its name
    /// @throws IllegalStateException if another witness runs on the folder, or a file there is not
    ///   what this key cosigned
    public static Witness open(
            Path folder, Signer signer, Collection<VerifierKey> logKeys, InstantSource clock)
            throws IOException {
        var logs = new HashMap<String, Log>();
        for (VerifierKey key : logKeys) {
            logs.computeIfAbsent(key.name(), origin -> new Log()).keys.add(key);
        }
        Files.createDirectories(folder);
        FileChannel lockFile = lock(folder.resolve("lock"));
        try {
            for (Map.Entry<String, Log> log : logs.entrySet()) {
                Path file = folder.resolve(folderOf(log.getKey())).resolve(CHECKPOINT);
                Optional<byte[]> kept = DurableFile.read(file);
                if (kept.isPresent()) {
                    log.getValue().state = state(kept.get(), log.getKey(), signer, file);
                }
            }
            return new Witness(folder, signer, clock, lockFile, logs);
        } catch (RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Answered below.
        }
        channel.close();
        throw new IllegalStateException("another witness runs on the folder of " + file);
    }

    private static WitnessState state(byte[] kept, String origin, Signer signer, Path file) {
        try {
            Note note = Note.parse(kept);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            var own = new NoteVerifier(List.of(signer.verifierKey()), new JdkSignatures());
            if (checkpoint.origin().equals(origin)
                    && own.verify(note) instanceof NoteVerdict.Verified) {
                return WitnessState.of(checkpoint.size(), checkpoint.root());
            }
        } catch (MalformedException e) {
            // Answered below.
        }
        throw new IllegalStateException(
                "%s is not a checkpoint that this key cosigned; restore it, or retire the key: a"
                                .formatted(file)
                        + " witness that forgot cannot be believed");
    }

    /// What to answer to a request, and what to send with 200.
    record Answer(int status, String contentType, String body) {
        static Answer text(int status, String text) {
            return ok(status, text + "\n");
        }

        static Answer ok(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body);
        }
    }

    /// Answers `add-checkpoint`.
    Answer addCheckpoint(byte[] body) {
        WitnessRequest request;
        try {
            request = WitnessRequest.parse(body);
        } catch (MalformedException e) {
            return Answer.text(WitnessDecision.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        Log log = logs.get(request.checkpoint().origin());
        if (log == null) {
            return Answer.text(WitnessDecision.NOT_FOUND, "unknown log");
        }
        log.lock.lock();
        try {
            return decided(log, request);
        } finally {
            log.lock.unlock();
        }
    }

    private Answer decided(Log log, WitnessRequest request) {
        return switch (log.state.decide(request, log.keys, new JdkSignatures())) {
            case WitnessDecision.Cosign(WitnessState next) -> cosigned(log, request, next);
            case WitnessDecision.Conflict conflict ->
                    new Answer(
                            conflict.status(),
                            WitnessDecision.Conflict.CONTENT_TYPE,
                            new String(conflict.body(), UTF_8));
            case WitnessDecision.Refuse refused -> Answer.text(refused.status(), refused.message());
        };
    }

    /// Signed before it is written, because our line is in the file; given out only after.
    private Answer cosigned(Log log, WitnessRequest request, WitnessState next) {
        long unixSeconds = clock.instant().getEpochSecond();
        Checkpoint checkpoint = request.checkpoint();
        NoteSignature line = Cosignature.sign(checkpoint, signer, unixSeconds);
        Note bare = Note.of(request.note().text(), signaturesOf(log, request.note()));
        Note kept = bare.with(List.of(line));
        Path file = folder.resolve(folderOf(checkpoint.origin())).resolve(CHECKPOINT);
        DurableFile.write(file, kept.toBytes());
        log.state = next;
        return Answer.ok(200, line.toString());
    }

    /// Only the log's own lines are kept, each once and so that ours has room: others were not
    /// checked.
    private static List<NoteSignature> signaturesOf(Log log, Note note) {
        return note.signatures().stream()
                .filter(line ->
                        log.keys.stream()
                                .anyMatch(key ->
                                        key.keyId() == line.keyId()
                                                && key.name().equals(line.keyName())))
                .distinct()
                .limit(Limits.SIGNATURES_MAX - 1)
                .toList();
    }

    /// The latest checkpoint cosigned of the log whose origin has this hash, in hex.
    Optional<byte[]> latest(String originHash) {
        boolean isKnown =
                logs.keySet().stream().anyMatch(origin -> folderOf(origin).equals(originHash));
        return isKnown
                ? DurableFile.read(folder.resolve(originHash).resolve(CHECKPOINT))
                : Optional.empty();
    }

    /// `hex(SHA-256(origin))`, tlog-witness, "Monitoring".
    static String folderOf(String origin) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(origin.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
