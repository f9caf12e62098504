package dev.indelible.benchmarks;

import java.util.UUID;

/// One event of the [Workload]: as JSON, and the values that an engine may want in columns.
///
/// @param number its place in the workload, from 0
/// @param timeMicros when it happened, microseconds since 1970; no two samples share it
/// @param json as it is sent to Indelible: one line, UTF-8 (ASCII only), without a line end
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Sample(
        long number,
        UUID id,
        long timeMicros,
        String organization,
        String actor,
        String action,
        String operation,
        String outcome,
        String service,
        String target,
        String ip,
        String requestId,
        String description,
        byte[] json) {}
