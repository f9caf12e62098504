package dev.indelible.benchmarks;

import java.util.Map;

/// How an organization floods beside another one: as fast as a limit of its bytes a second lets it,
/// or without any. Each with what it does to the other.
enum Flood {
    LIMITED_1("1MiB", Measure.CALM_LIMITED_1, Measure.RAISED_LIMITED_1),
    LIMITED_2("2MiB", Measure.CALM_LIMITED_2, Measure.RAISED_LIMITED_2),
    LIMITED_4("4MiB", Measure.CALM_LIMITED, Measure.RAISED_LIMITED),
    UNLIMITED("", Measure.CALM_UNLIMITED, Measure.RAISED_UNLIMITED);

    private final String limit;
    private final Measure calm;
    private final Measure raised;

    Flood(String limit, Measure calm, Measure raised) {
        this.limit = limit;
        this.calm = calm;
        this.raised = raised;
    }

    /// Its limit in this setting; empty where it has none.
    Map<String, String> limits(String setting) {
        return limit.isEmpty() ? Map.of() : Map.of(setting, limit);
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
        return limit.isEmpty() ? "a flood" : "a flood of %s/s".formatted(limit);
    }
}
