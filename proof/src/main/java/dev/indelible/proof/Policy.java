package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whom to believe: which logs, and which of their witnesses suffice (tlog-policy). A text of
/// lines, with `#` for comments:
///
/// ```
/// log <vkey> [<url>]
/// witness <name> <vkey> [<url>]
/// group <name> all|any|<k> <member>...
/// quorum <name>|none
/// ```
///
/// A checkpoint is believed if a listed log signed it whose key name is its origin, the quorum
/// cosigned it, and no line by a listed key is bad. Immutable; any thread may use it.
public final class Policy {
    /// A log to believe.
    ///
    /// @param key whose name is the log's origin
    /// @param url where it is, if the policy says
    public record Log(VerifierKey key, Optional<String> url) {
        /// Checks the components.
        public Log {
            requireNonNull(key, "key is null");
            requireNonNull(url, "url is null");
        }
    }

    /// A witness to believe.
    ///
    /// @param name inside the policy only
    /// @param key of a timestamped type
    /// @param url its submission prefix, if the policy says
    public record Witness(String name, VerifierKey key, Optional<String> url) {
        /// Checks the components.
        public Witness {
            requireNonNull(name, "name is null");
            requireNonNull(key, "key is null");
            requireNonNull(url, "url is null");
        }
    }

    private final byte[] file;
    private final List<Log> logs;
    private final List<Witness> witnesses;
    private final Quorum quorum;

    Policy(byte[] file, List<Log> logs, List<Witness> witnesses, Quorum quorum) {
        this.file = file;
        this.logs = List.copyOf(logs);
        this.witnesses = List.copyOf(witnesses);
        this.quorum = quorum;
    }

    /// The policy in a file. Inverse of [#toBytes()].
    ///
    /// @throws MalformedException with the number of the line, if it breaks a rule of tlog-policy,
    ///   has a key that cannot be checked here, or is over a limit
    public static Policy parse(byte[] file) {
        return new PolicyParser(file.clone()).parse();
    }

    /// The policy that believes these logs and asks for no witnesses.
    public static Policy ofLogs(VerifierKey... keys) {
        StringBuilder text = new StringBuilder();
        for (VerifierKey key : keys) {
            text.append("log ").append(key).append('\n');
        }
        return parse(text.append("quorum none\n").toString().getBytes(UTF_8));
    }

    /// Judges a checkpoint note. Costs one verification for each line of a listed key.
    ///
    /// A cosignature without a time does not count: it does not say that the tree was the newest.
    public PolicyVerdict judge(Note note, SignatureVerifier signatures) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(note.text());
        } catch (MalformedException e) {
            return refused(PolicyVerdict.Reason.NO_CHECKPOINT, "the note is no checkpoint");
        }
        NoteVerdict verdict = new NoteVerifier(keys(), signatures).verify(note);
        if (verdict instanceof NoteVerdict.Forged forged) {
            return refused(
                    PolicyVerdict.Reason.FORGED_SIGNATURE,
                    "a signature of " + forged.key().name() + " does not verify");
        }
        List<VerifiedSignature> good =
                verdict instanceof NoteVerdict.Verified verified
                        ? verified.signatures()
                        : List.of();
        return judge(checkpoint, good);
    }

    private PolicyVerdict judge(Checkpoint checkpoint, List<VerifiedSignature> good) {
        Optional<VerifiedSignature> log =
                good.stream().filter(line -> isLog(line.key(), checkpoint.origin())).findFirst();
        if (log.isEmpty()) {
            return refused(
                    PolicyVerdict.Reason.UNKNOWN_LOG,
                    "no log of the policy signed as " + checkpoint.origin());
        }
        List<VerifiedSignature> cosignatures =
                good.stream()
                        .filter(line -> line.unixSeconds() > 0 && isWitness(line.key()))
                        .toList();
        Set<VerifierKey> cosigners =
                cosignatures.stream().map(VerifiedSignature::key).collect(Collectors.toSet());
        if (!quorum.isMetBy(cosigners)) {
            return refused(
                    PolicyVerdict.Reason.NO_QUORUM,
                    cosigners.size() + " witnesses of the policy cosigned, which is no quorum");
        }
        return new PolicyVerdict.Satisfied(checkpoint, log.get(), cosignatures);
    }

    /// The listed logs in their order.
    public List<Log> logs() {
        return logs;
    }

    /// The listed witnesses in their order.
    public List<Witness> witnesses() {
        return witnesses;
    }

    /// The file. Inverse of [#parse].
    public byte[] toBytes() {
        return file.clone();
    }

    private List<VerifierKey> keys() {
        Stream<VerifierKey> logKeys = logs.stream().map(Log::key);
        return Stream.concat(logKeys, witnesses.stream().map(Witness::key)).toList();
    }

    private boolean isLog(VerifierKey key, String origin) {
        return key.name().equals(origin) && logs.stream().anyMatch(log -> log.key().equals(key));
    }

    private boolean isWitness(VerifierKey key) {
        return witnesses.stream().anyMatch(witness -> witness.key().equals(key));
    }

    private static PolicyVerdict refused(PolicyVerdict.Reason reason, String message) {
        return new PolicyVerdict.Refused(reason, message);
    }
}
