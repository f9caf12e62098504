package dev.indelible.core.journal;

import dev.indelible.core.ops.AuditException.Uncertain;
import dev.indelible.core.ops.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// One request as submissions that follow each other, so that those of others come between.
/// Immutable but for the promises.
record Pieces(List<Submission> submissions) {

    /// All of a request in one, which is kept whole or not at all where the disk has no room.
    static Pieces one(List<Draft> drafts, BatchMode mode, int bytes) {
        return new Pieces(List.of(submission(drafts, drafts, mode, bytes)));
    }

    /// A request cut before each draft that would make its piece larger than this. Nobody may be
    /// promised that it is kept as one.
    static Pieces of(List<Draft> drafts, int pieceBytes) {
        var pieces = new ArrayList<Submission>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < drafts.size(); i++) {
            int next = drafts.get(i).bytes();
            if (i > from && bytes + next > pieceBytes) {
                pieces.add(piece(drafts, from, i, bytes));
                from = i;
                bytes = 0;
            }
            bytes += next;
        }
        pieces.add(piece(drafts, from, drafts.size(), bytes));
        return new Pieces(List.copyOf(pieces));
    }

    private static Submission piece(List<Draft> drafts, int from, int to, long bytes) {
        return submission(drafts, drafts.subList(from, to), BatchMode.EACH, Math.toIntExact(bytes));
    }

    private static Submission submission(
            List<Draft> all, List<Draft> drafts, BatchMode mode, int bytes) {
        String organization = all.getFirst().organization();
        return new Submission(organization, drafts, mode, bytes, new CompletableFuture<>());
    }

    /// The receipts of all, in order, once the last piece is durable.
    CompletableFuture<List<Receipt>> receipts() {
        if (submissions.size() == 1) {
            return submissions.getFirst().receipts();
        }
        var promises = submissions.stream().map(Submission::receipts).toList();
        return CompletableFuture.allOf(promises.toArray(CompletableFuture[]::new))
                .handle((_, failure) -> {
                    if (failure == null) {
                        return promises.stream().flatMap(one -> one.join().stream()).toList();
                    }
                    throw told(promises, failure);
                });
    }

    /// What failed for all is told as it is; where a part was kept before, nothing else may be said
    /// than that.
    private static CompletionException told(
            List<CompletableFuture<List<Receipt>>> promises, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (promises.stream().allMatch(CompletableFuture::isCompletedExceptionally)) {
            return new CompletionException(cause);
        }
        return new CompletionException(
                new Uncertain(
                        Problem.SYNC_FAILED,
                        "a part of the events was kept before this went wrong: %s; send the same events again"
                                .formatted(cause.getMessage()),
                        cause));
    }
}
