package dev.indelible.core.journal;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Drafts that one request hands over, and the promise of their receipts.
///
/// @param mode whether one refused draft keeps the others out
/// @param receipts completed with one receipt per draft, in order, once they are durable
record Submission(
        List<Draft> drafts, BatchMode mode, int bytes, CompletableFuture<List<Receipt>> receipts) {

    /// Whose turn it takes: the organization of its first event.
    String organization() {
        return drafts.getFirst().organization();
    }
}
