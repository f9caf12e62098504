package dev.indelible.core.intake;

import dev.indelible.core.journal.Receipt;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.InvalidEventException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of one event of a request.
///
/// @param index its place in the request, from 0
/// @param id absent if it could not be read
/// @param sequence where it is in its organization's log, for a duplicate where the first one is;
///   absent if it is not there
/// @param code why it was rejected, for programs; absent if it was not
/// @param message why it was rejected, for people; absent if it was not
public record Result(
        int index,
        @Nullable UUID id,
        Status status,
        @Nullable Long sequence,
        @Nullable String code,
        @Nullable String message) {

    /// The three ways it can end.
    public enum Status {
        /// Now durable.
        ACCEPTED,
        /// Durable since an earlier request.
        DUPLICATE,
        /// Not taken, and never will be as it is.
        REJECTED;

        private final String label = name().toLowerCase(Locale.ROOT);

        /// As the API writes it.
        public String label() {
            return label;
        }
    }

    static Result of(int index, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Accepted(UUID id, long sequence) ->
                    new Result(index, id, Status.ACCEPTED, sequence, null, null);
            case Receipt.Duplicate(UUID id, long sequence) ->
                    new Result(index, id, Status.DUPLICATE, sequence, null, null);
            case Receipt.Conflict(UUID id, long sequence) ->
                    new Result(
                            index,
                            id,
                            Status.REJECTED,
                            sequence,
                            Problem.EVENT_CONFLICT.label(),
                            "event %s is in the log with other content, at sequence %d; a new event needs a new id"
                                    .formatted(id, sequence));
            case Receipt.Withheld(UUID id) ->
                    new Result(
                            index,
                            id,
                            Status.REJECTED,
                            null,
                            Problem.BATCH_WITHHELD.label(),
                            "another event of this all-or-nothing batch was rejected");
        };
    }

    static Result rejected(int index, InvalidEventException reason) {
        return new Result(
                index,
                null,
                Status.REJECTED,
                null,
                reason.code().label(),
                String.valueOf(reason.getMessage()));
    }

    static Result rejected(int index, @Nullable UUID id, AuditException reason) {
        return new Result(
                index,
                id,
                Status.REJECTED,
                null,
                reason.problem().label(),
                String.valueOf(reason.getMessage()));
    }
}
