package dev.indelible.proof;

import java.util.List;

/// What a witness answered to a [WitnessRequest], as the log reads it (tlog-witness,
/// "add-checkpoint").
public sealed interface WitnessAnswer {
    /// It sent signature lines. They are not checked: append them to the checkpoint ([Note#with])
    /// and let a [NoteVerifier] with the witness's key judge; lines by unknown keys are to be
    /// dropped.
    ///
    /// @param signatures at least one
    record Cosigned(List<NoteSignature> signatures) implements WitnessAnswer {
        /// Takes a copy.
        public Cosigned {
            signatures = List.copyOf(signatures);
        }
    }

    /// It last cosigned another size: ask again with a proof from there.
    ///
    /// @param size 0 to 2^63-1; above the log's own size it is proof of a rollback
    record Conflict(long size) implements WitnessAnswer {}

    /// It refused, and will refuse the same request again; or it is broken (5xx).
    ///
    /// @param status the HTTP status
    record Refused(int status) implements WitnessAnswer {}

    /// Reads an answer.
    ///
    /// @param status the HTTP status
    /// @param body of at most [Limits#NOTE_BYTES_MAX] bytes; read no more
    /// @throws MalformedException if the body is not what the status promises
    static WitnessAnswer parse(int status, byte[] body) {
        if (status == 200) {
            return new Cosigned(NoteSignature.parseLines(body));
        }
        if (status != WitnessDecision.CONFLICT) {
            return new Refused(status);
        }
        List<String> lines = Wire.lines(Wire.text(body, Limits.NOTE_BYTES_MAX, "a size"), "a size");
        if (lines.size() != 1) {
            throw new MalformedException("a conflict is answered with one line, a size");
        }
        return new Conflict(Wire.decimal(lines.get(0), Long.MAX_VALUE));
    }
}
