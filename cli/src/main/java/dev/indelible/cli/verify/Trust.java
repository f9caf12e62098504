package dev.indelible.cli.verify;

import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Note;
import dev.indelible.proof.NoteSignature;
import dev.indelible.proof.NoteVerdict;
import dev.indelible.proof.NoteVerifier;
import dev.indelible.proof.Policy;
import dev.indelible.proof.PolicyVerdict;
import dev.indelible.proof.SignatureVerifier;
import dev.indelible.proof.VerifiedSignature;
import dev.indelible.proof.VerifierKey;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// Whose signatures are believed, and where that was said.
public final class Trust {
    /// Where a policy came from.
    public enum Origin {
        /// From the auditor, by a way of its own.
        PINNED,
        /// From the same file or server that is being checked.
        GIVEN_ALONG
    }

    private static final SignatureVerifier SIGNATURES = new JdkSignatures();

    private final Policy policy;
    private final String name;
    private final Origin origin;

    private Trust(Policy policy, String name, Origin origin) {
        this.policy = policy;
        this.name = name;
        this.origin = origin;
    }

    /// The trust that a policy file says.
    ///
    /// @param name the file's, for messages
    /// @throws RefusedException if it is no policy
    public static Trust of(byte[] policy, String name, Origin origin) {
        try {
            return new Trust(Policy.parse(policy), name, origin);
        } catch (MalformedException e) {
            throw new RefusedException(name, String.valueOf(e.getMessage()));
        }
    }

    Policy policy() {
        return policy;
    }

    /// For messages.
    String name() {
        return name;
    }

    boolean isPinned() {
        return origin == Origin.PINNED;
    }

    /// The checkpoint of a note that a log of the policy signed, whoever cosigned it.
    ///
    /// @param place where the note is, for messages
    /// @throws RefusedException if no such log signed it, or a signature is bad
    PolicyVerdict.Satisfied signed(Note note, String place) {
        VerifierKey[] logs =
                policy.logs().stream().map(Policy.Log::key).toArray(VerifierKey[]::new);
        return judged(Policy.ofLogs(logs), note, place);
    }

    /// The checkpoint of a note that a log of the policy signed and its quorum cosigned.
    ///
    /// @throws RefusedException if it is not so
    PolicyVerdict.Satisfied witnessed(Note note, String place) {
        return judged(policy, note, place);
    }

    /// The logs of the policy that signed a note, which need not be a checkpoint.
    ///
    /// @throws RefusedException if none did, or a signature is bad
    List<VerifierKey> signers(Note note, String place) {
        requireOneWriting(note, place);
        List<VerifierKey> logs = policy.logs().stream().map(Policy.Log::key).toList();
        return switch (new NoteVerifier(logs, SIGNATURES).verify(note)) {
            case NoteVerdict.Verified verified ->
                    verified.signatures().stream().map(VerifiedSignature::key).toList();
            case NoteVerdict.Forged forged ->
                    throw new RefusedException(
                            place,
                            "it was changed after it was signed: the signature of %s is not of this text"
                                    .formatted(forged.key().name()));
            case NoteVerdict.Unknown _ ->
                    throw new RefusedException(place, unknownSigner(note, logs));
        };
    }

    private String unknownSigner(Note note, List<VerifierKey> logs) {
        String claimed = note.signatures().getFirst().keyName();
        return logs.stream().anyMatch(key -> key.name().equals(claimed))
                ? "it is signed as %s, and by another key than the one in %s"
                        .formatted(claimed, name)
                : "it is signed as %s, and %s has no log of that name; its logs are %s"
                        .formatted(
                                claimed,
                                name,
                                logs.stream()
                                        .map(VerifierKey::name)
                                        .collect(Collectors.joining(", ")));
    }

    private PolicyVerdict.Satisfied judged(Policy judge, Note note, String place) {
        requireOneWriting(note, place);
        return switch (judge.judge(note, SIGNATURES)) {
            case PolicyVerdict.Satisfied satisfied -> satisfied;
            case PolicyVerdict.Refused refused ->
                    throw new RefusedException(
                            place,
                            "its checkpoint is not to be believed by %s: %s"
                                    .formatted(name, refused.message()));
        };
    }

    /// Base64 can end in bits that mean nothing; in a signature nobody signs them.
    private static void requireOneWriting(Note note, String place) {
        for (NoteSignature line : note.signatures()) {
            byte[] bytes =
                    ByteBuffer.allocate(Integer.BYTES + line.signature().length)
                            .putInt(line.keyId())
                            .put(line.signature())
                            .array();
            String encoded = Base64.getEncoder().encodeToString(bytes);
            if (!line.toString().endsWith(" " + encoded + "\n")) {
                throw new RefusedException(
                        place,
                        "a signature line of %s is not written as it was made"
                                .formatted(line.keyName()));
            }
        }
    }

    /// The key of the policy that signed a checkpoint which [#signed] has found right.
    VerifierKey logKey(LogReader.Signed signed, String origin) {
        return policy.logs().stream()
                .map(Policy.Log::key)
                .filter(key -> key.keyId() == signed.keyId() && key.name().equals(origin))
                .findFirst()
                .orElseThrow(() -> new RefusedException(name, "it has no key of " + origin));
    }

    /// Lines of the note that no key of the policy is asked about.
    long unknownLines(Note note) {
        return note.signatures().stream().filter(line -> !isKnown(line)).count();
    }

    private boolean isKnown(NoteSignature line) {
        return policy.logs().stream().anyMatch(log -> isBy(line, log.key()))
                || policy.witnesses().stream().anyMatch(witness -> isBy(line, witness.key()));
    }

    private static boolean isBy(NoteSignature line, VerifierKey key) {
        return line.keyId() == key.keyId() && line.keyName().equals(key.name());
    }

    /// Says whose word the keys are.
    void tell(Report report) {
        if (isPinned()) {
            report.keysArePinned();
            report.good(name, "the keys are those you gave");
            return;
        }
        report.note(
                name,
                "the keys were taken from what is being checked, so a forger could have put in"
                        + " others; get the policy from the operator by another way once, compare,"
                        + " and give it with --policy FILE");
    }
}
