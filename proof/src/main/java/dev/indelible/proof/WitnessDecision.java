package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/// What a witness does with a request (tlog-witness, "add-checkpoint").
public sealed interface WitnessDecision {
    /// The body of this request cannot be read, or its old size is above the checkpoint's.
    int BAD_REQUEST = 400;

    /// No key trusted for the log signed the checkpoint.
    int FORBIDDEN = 403;

    /// The witness does not know the log.
    int NOT_FOUND = 404;

    /// The old size is not the one last cosigned.
    int CONFLICT = 409;

    /// The checkpoint is not shown to follow the one last cosigned.
    int UNPROCESSABLE = 422;

    /// The HTTP status of the answer.
    int status();

    /// Persist `next`, then cosign the request's checkpoint ([Cosignature#sign]), then answer 200
    /// with the lines.
    ///
    /// @param next what the witness remembers from now on
    record Cosign(WitnessState next) implements WitnessDecision {
        /// Checks the component.
        public Cosign {
            requireNonNull(next, "next is null");
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /// Answer 409 with [#body()] as [#CONTENT_TYPE]: the log starts again from there.
    ///
    /// @param size last cosigned
    record Conflict(long size) implements WitnessDecision {
        /// Of the body.
        public static final String CONTENT_TYPE = "text/x.tlog.size";

        @Override
        public int status() {
            return CONFLICT;
        }

        /// `decimal size || "\n"`.
        public byte[] body() {
            return (size + "\n").getBytes(UTF_8);
        }
    }

    /// Answer this status; nothing changes.
    ///
    /// @param status [#BAD_REQUEST], [#FORBIDDEN], [#NOT_FOUND] or [#UNPROCESSABLE]
    /// @param message for the operator of the log
    record Refuse(int status, String message) implements WitnessDecision {}
}
