package dev.indelible.benchmarks;

import java.io.IOException;
import java.util.List;

/// This project's sealing, seen from outside: its threads by name, its proofs by HTTP.
record IndelibleSeals(ProcessHandle process, int port, String authorization)
        implements Engine.Seals {
    private static final List<String> SEALING = List.of("sealing");
    private static final List<String> NOT_INTAKE =
            List.of("indexing", "Lucene Merge", "index-merging", "C1 Comp", "C2 Comp");

    @Override
    public long sealingNanos() throws IOException {
        return EngineProcess.threadCpuNanos(process, SEALING);
    }

    @Override
    public long intakeNanos() throws IOException {
        return EngineProcess.cpuNanos(process) - EngineProcess.threadCpuNanos(process, NOT_INTAKE);
    }

    @Override
    public long unpublished() throws IOException {
        try (var connection = new HttpConnection(port)) {
            String metrics = connection.send(get("/metrics")).text();
            return (long) IndelibleMetrics.value(metrics, "indelible_sealing_lag_entries");
        }
    }

    @Override
    public long proofNanos(Sample sample) throws IOException {
        try (var connection = new HttpConnection(port)) {
            byte[] request =
                    get(
                            "/v1/events/%s/proof?organization=%s"
                                    .formatted(sample.id(), sample.organization()));
            // Opens the connection; of this event nothing was asked before.
            connection.send(get("/health/live"));
            long start = System.nanoTime();
            HttpConnection.Answer answer = connection.send(request);
            long nanos = System.nanoTime() - start;
            if (answer.status() != 200) {
                throw new IOException(
                        "no proof of %s: %d %s"
                                .formatted(sample.id(), answer.status(), answer.text()));
            }
            return nanos;
        }
    }

    private byte[] get(String path) {
        return HttpConnection.request("GET", path, authorization, new byte[0]);
    }
}
