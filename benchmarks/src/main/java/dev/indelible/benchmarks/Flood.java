package dev.indelible.benchmarks;

import java.util.Map;

/// How an organization floods beside another one. Each with what it does to the other.
enum Flood {
    /// With large requests, and the server as it is without settings.
    BATCHES(Plan.BATCH, "", "a flood of batches", Measure.CALM_BATCHES, Measure.RAISED_BATCHES),
    /// With requests of one event each, likewise.
    SINGLES(1, "", "a flood of single events", Measure.CALM_SINGLES, Measure.RAISED_SINGLES),
    /// With large requests packed by gzip, likewise: how large they are is seen when they were
    /// read.
    PACKED(Plan.BATCH, "", "a flood of packed batches", Measure.CALM_PACKED, Measure.RAISED_PACKED),
    /// With large requests, and nobody's share is bounded.
    UNBOUNDED(
            Plan.BATCH,
            "0",
            "one that has no fair share",
            Measure.CALM_UNBOUNDED,
            Measure.RAISED_UNBOUNDED);

    private final int events;
    private final String share;
    private final String title;
    private final Measure calm;
    private final Measure raised;

    Flood(int events, String share, String title, Measure calm, Measure raised) {
        this.events = events;
        this.share = share;
        this.title = title;
        this.calm = calm;
        this.raised = raised;
    }

    /// How many are in each of its requests.
    int events() {
        return events;
    }

    /// Whether its requests are packed by gzip.
    boolean isPacked() {
        return this == PACKED;
    }

    /// Of the server that it floods, as variables.
    Map<String, String> settings() {
        return share.isEmpty() ? Map.of() : Map.of("INDELIBLE_FAIR_SHARE_BYTES_PER_SECOND", share);
    }

    /// How long the other one waits beside it.
    Measure calm() {
        return calm;
    }

    /// How many times as long as alone that is.
    Measure raised() {
        return raised;
    }

    String title() {
        return title;
    }
}
