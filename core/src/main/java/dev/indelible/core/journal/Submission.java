package dev.indelible.core.journal;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Drafts that are appended at once, all of a request or a piece of one, and the promise of their
/// receipts.
///
/// @param organization whose turn it takes: that of the request's first event
/// @param mode whether one refused draft keeps the others out
/// @param receipts completed with one receipt per draft, in order, once they are durable
record Submission(
        String organization,
        List<Draft> drafts,
        BatchMode mode,
        int bytes,
        CompletableFuture<List<Receipt>> receipts) {}
