package dev.indelible.cli.verify;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.PolicyVerdict;
import dev.indelible.proof.TlogProof;
import dev.indelible.proof.VerifiedSignature;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Checks an evidence zip, offline: event and leaf, the leaf in the organization's log, that log's
/// head, the head in the anchor log, the witnesses of the anchor.
///
/// Where two files do not fit, it finds out which of them the signed root confirms, and names the
/// other.
public final class EvidenceCheck {
    private static final String ANCHOR = "anchor";

    private final Evidence evidence;
    private final Trust trust;
    private final Report report;

    private EvidenceCheck(Evidence evidence, Trust trust, Report report) {
        this.evidence = evidence;
        this.trust = trust;
        this.report = report;
    }

    /// Checks a zip.
    ///
    /// @param pinned whom to believe; otherwise the zip's own policy says it
    public static Report check(byte[] zip, Optional<Trust> pinned) {
        return Report.of(report -> {
            Evidence evidence = Evidence.read(zip);
            Trust own =
                    Trust.of(
                            evidence.file(Evidence.POLICY),
                            Evidence.POLICY,
                            Trust.Origin.GIVEN_ALONG);
            new EvidenceCheck(evidence, pinned.orElse(own), report).run();
        });
    }

    private void run() {
        Disclosure event = new DisclosureReader(Evidence.EVENT).read(evidence.file(Evidence.EVENT));
        TlogProof proof = proof(Evidence.PROOF);
        PolicyVerdict.Satisfied log = trust.signed(proof.note(), Evidence.PROOF);
        event(event, proof);
        String instance = instance(event.organization(), log.checkpoint());
        AnchorHead head = head(event, log);
        TlogProof anchorProof = proof(Evidence.HEAD_PROOF);
        PolicyVerdict.Satisfied anchor = trust.signed(anchorProof.note(), Evidence.HEAD_PROOF);
        anchor(head, anchorProof, instance);
        witnesses(anchorProof, anchor.checkpoint());
        trust.tell(report);
    }

    private TlogProof proof(String name) {
        try {
            return TlogProof.parse(evidence.file(name));
        } catch (MalformedException e) {
            throw new RefusedException(name, String.valueOf(e.getMessage()));
        }
    }

    /// Event, leaf and log. The signed root decides who is right.
    private void event(Disclosure event, TlogProof proof) {
        byte[] sealed = evidence.file(Evidence.LEAF);
        byte[] computed = event.leaf();
        boolean sealedIsIn = includes(proof, sealed);
        if (!Arrays.equals(sealed, computed)) {
            if (includes(proof, computed)) {
                throw new RefusedException(
                        Evidence.LEAF, "it was changed; the log has the leaf of event.json");
            }
            List<String> differences = event.differences(SealedLeaf.parse(sealed, Evidence.LEAF));
            String place = sealedIsIn ? Evidence.EVENT : "event.json and leaf.bin";
            differences.forEach(difference -> report.bad(place, difference));
            throw new RefusedException(
                    place,
                    sealedIsIn
                            ? "this is not the event that was sealed as entry " + proof.index()
                            : "they do not fit each other, and the log of event.tlog-proof has"
                                    + " neither at entry "
                                    + proof.index());
        }
        if (!sealedIsIn) {
            throw new RefusedException(
                    Evidence.PROOF,
                    "it does not lead from this event to the signed root of %s at entry %d: "
                                    .formatted(proof.checkpoint(), proof.index())
                            + "it was changed, or event.json and leaf.bin were made anew");
        }
        if (event.sequence() != proof.index()) {
            throw new RefusedException(
                    Evidence.EVENT,
                    "sequence is %d, and the log has the event as entry %d"
                            .formatted(event.sequence(), proof.index()));
        }
        tellEvent(event, proof.checkpoint());
    }

    private void tellEvent(Disclosure event, Checkpoint checkpoint) {
        report.good(
                Evidence.EVENT,
                "event %s of %s, received %s: every part that is shown has the bytes that were sealed"
                        .formatted(
                                event.id(),
                                event.organization(),
                                Instant.ofEpochMilli(event.receivedMillis())));
        for (String part : event.erased()) {
            report.note(
                    Evidence.EVENT,
                    ("part %s is not shown: erased, or not for whoever fetched this; what was sealed"
                                    + " of it is still proven")
                            .formatted(part));
        }
        report.good(
                Evidence.PROOF,
                "it is entry %d of the %d that %s had when it signed"
                        .formatted(event.sequence(), checkpoint.size(), checkpoint.origin()));
    }

    private static boolean includes(TlogProof proof, byte[] entry) {
        Checkpoint checkpoint = proof.checkpoint();
        return Merkle.includes(
                checkpoint.root(),
                checkpoint.size(),
                proof.index(),
                Merkle.leafHash(entry),
                proof.nodes());
    }

    /// The part of the log's origin before the organization.
    private static String instance(String organization, Checkpoint checkpoint) {
        String end = "/" + organization;
        if (!checkpoint.origin().endsWith(end) || organization.equals(ANCHOR)) {
            throw new RefusedException(
                    Evidence.EVENT,
                    "organization is not the one whose log this is, which is %s"
                            .formatted(checkpoint.origin()));
        }
        return checkpoint.origin().substring(0, checkpoint.origin().length() - end.length());
    }

    /// The head that the anchor log must have for the checkpoint of the event's proof.
    private static AnchorHead head(Disclosure event, PolicyVerdict.Satisfied log) {
        byte[] tagSalt =
                event.anchorTagSalt()
                        .orElseThrow(() ->
                                new RefusedException(Evidence.EVENT, "it lacks the anchorTagSalt"));
        if (!Arrays.equals(tagSalt, AnchorHead.tagSalt(log.log().key()))) {
            throw new RefusedException(
                    Evidence.EVENT,
                    "its anchorTagSalt is not the one of the log's key, so that the head would be"
                            + " looked for under another tag than everybody else's");
        }
        return AnchorHead.of(tagSalt, log.checkpoint(), log.log().key().keyId());
    }

    private void anchor(AnchorHead expected, TlogProof proof, String instance) {
        if (!proof.checkpoint().origin().equals(instance + "/" + ANCHOR)) {
            throw new RefusedException(
                    Evidence.HEAD_PROOF,
                    "it is of %s, and the anchor of this log is %s/%s"
                            .formatted(proof.checkpoint().origin(), instance, ANCHOR));
        }
        byte[] stored = evidence.file(Evidence.HEAD);
        byte[] computed = expected.entry();
        boolean storedIsIn = includes(proof, stored);
        if (!Arrays.equals(stored, computed)) {
            if (includes(proof, computed)) {
                throw new RefusedException(
                        Evidence.HEAD,
                        "it was changed; the anchor has the head of event.tlog-proof");
            }
            String difference = AnchorHead.parse(stored, Evidence.HEAD).differenceTo(expected);
            throw new RefusedException(
                    Evidence.HEAD,
                    "it is not the head of the log that event.json and event.tlog-proof are of: "
                            + difference);
        }
        if (!storedIsIn) {
            throw new RefusedException(
                    Evidence.HEAD_PROOF,
                    "it does not lead from head.leaf to the signed root of %s at entry %d"
                            .formatted(proof.checkpoint(), proof.index()));
        }
        report.good(
                Evidence.HEAD_PROOF,
                "the anchor %s has that state of the log as its entry %d, among the heads of all"
                                .formatted(proof.checkpoint().origin(), proof.index())
                        + " organizations");
    }

    private void witnesses(TlogProof proof, Checkpoint checkpoint) {
        PolicyVerdict.Satisfied witnessed = trust.witnessed(proof.note(), Evidence.HEAD_PROOF);
        for (VerifiedSignature cosignature : witnessed.cosignatures()) {
            report.good(
                    Evidence.HEAD_PROOF,
                    "witness %s saw the anchor at size %d on %s, and nothing older was changed then"
                            .formatted(
                                    cosignature.key().name(),
                                    checkpoint.size(),
                                    time(cosignature.unixSeconds())));
        }
        if (witnessed.cosignatures().isEmpty()) {
            report.note(
                    Evidence.HEAD_PROOF,
                    "no witness: only the operator's signature says that everybody is shown the"
                            + " same history; a monitor or a witness would show it");
        }
        long unknown = trust.unknownLines(proof.note());
        if (unknown > 0) {
            report.note(
                    Evidence.HEAD_PROOF,
                    "%d signatures by keys that %s does not name were not looked at"
                            .formatted(unknown, trust.name()));
        }
    }

    private static String time(long unixSeconds) {
        try {
            return Instant.ofEpochSecond(unixSeconds).toString();
        } catch (DateTimeException e) {
            return "second %d of Unix time".formatted(unixSeconds);
        }
    }
}
