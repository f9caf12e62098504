package dev.indelible.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What this project wants to reach, beside what it has reached, as rows of a table.
final class Bars {
    private static final String OURS = "Indelible";
    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)m");
    private static final String UNKNOWN = "–";

    private final Results results;
    private final List<String> rows = new ArrayList<>();

    private Bars(Results results) {
        this.results = results;
    }

    /// The table.
    static List<String> of(Results results) {
        var bars = new Bars(results);
        bars.rows.add("| | floor | goal | measured | met |");
        bars.rows.add("|---|---:|---:|---:|---|");
        for (OpenSearchMapping theirs : OpenSearchMapping.values()) {
            bars.ratio("durable batch intake, against", theirs, Measure.INTAKE, 5, 10);
        }
        for (OpenSearchMapping theirs : OpenSearchMapping.values()) {
            bars.ratio("intake until searchable, against", theirs, Measure.SEARCHABLE, 3, 5);
        }
        bars.single();
        bars.atMost("first page of one actor, warm", Measure.ACTOR, 5, 1);
        bars.atMost("bytes on disk per event, at rest", Measure.BYTES, 280, 180);
        bars.atMost("sealing's share of intake CPU, in %", Measure.SEALING_SHARE, 15, 5);
        bars.atLeast("delivered to one webhook", Measure.DELIVERED_WEBHOOK, 20_000);
        bars.atLeast("delivered to one HEC", Measure.DELIVERED_HEC, 20_000);
        bars.atLeast("eight destinations beside two that fail keep", Measure.KEPT_BESIDE, 90);
        for (Flood flood : List.of(Flood.BATCHES, Flood.SINGLES, Flood.PACKED)) {
            bars.atMost(
                    "p99 beside " + flood.title() + ", to that alone", flood.raised(), 1.5, 1.5);
        }
        bars.atMost("`kill -9` to accepting writes", Measure.KILLED, 3, 0.5);
        bars.heap();
        return bars.rows;
    }

    private Optional<Figure> figure(Measure measure) {
        List<Long> sizes = results.sizes(measure);
        return sizes.isEmpty() ? Optional.empty() : results.find(measure, sizes.getLast(), OURS);
    }

    private void ratio(
            String what, OpenSearchMapping mapping, Measure measure, double floor, double goal) {
        String title = what + " " + mapping.engine();
        Optional<Figure> ours = figure(measure);
        Optional<Figure> theirs =
                ours.flatMap(figure -> results.find(measure, figure.events(), mapping.engine()));
        if (ours.isEmpty() || theirs.isEmpty()) {
            missing(title, times(floor), times(goal));
            return;
        }
        double ratio = ours.get().median() / theirs.get().median();
        row(
                title + among(ours.get()),
                times(floor),
                times(goal),
                times(ratio),
                verdict(ratio >= floor, ratio >= goal));
    }

    private static String times(double ratio) {
        return Report.number(ratio) + " ×";
    }

    private static String among(Figure figure) {
        return figure.events() == 0 ? "" : ", %,d events".formatted(figure.events());
    }

    private void single() {
        String title = "one event per request, durable, 128 connections";
        Optional<Figure> found = figure(Measure.SINGLE_128);
        if (found.isEmpty()) {
            missing(title, "15,000/s, p99 25 ms", "25,000/s, p99 15 ms");
            return;
        }
        Figure figure = found.get();
        row(
                title,
                "15,000/s, p99 25 ms",
                "25,000/s, p99 15 ms",
                "%s/s, p99 %s ms"
                        .formatted(Report.number(figure.median()), Report.number(figure.p99())),
                verdict(
                        figure.median() >= 15_000 && figure.p99() <= 25,
                        figure.median() >= 25_000 && figure.p99() <= 15));
    }

    private void atMost(String title, Measure measure, double floor, double goal) {
        String unit = " " + measure.unit();
        Optional<Figure> found = figure(measure);
        if (found.isEmpty()) {
            missing(title, Report.number(floor) + unit, Report.number(goal) + unit);
            return;
        }
        double median = found.get().median();
        row(
                title + among(found.get()),
                Report.number(floor) + unit,
                Report.number(goal) + unit,
                Report.number(median) + unit,
                verdict(median <= floor, median <= goal));
    }

    private void atLeast(String title, Measure measure, double goal) {
        String unit = " " + measure.unit();
        Optional<Figure> found = figure(measure);
        if (found.isEmpty()) {
            missing(title, Report.number(goal) + unit, Report.number(goal) + unit);
            return;
        }
        double median = found.get().median();
        row(
                title,
                Report.number(goal) + unit,
                Report.number(goal) + unit,
                Report.number(median) + unit,
                verdict(median >= goal, median >= goal));
    }

    private void heap() {
        Matcher heap =
                HEAP.matcher(
                        Optional.ofNullable(results.engines().get(OURS))
                                .map(Results.About::setup)
                                .orElse(""));
        if (heap.find()) {
            long mebibytes = Long.parseLong(heap.group(1));
            row(
                    "heap for all of it",
                    "1,024 MiB",
                    "512 MiB",
                    "%,d MiB".formatted(mebibytes),
                    verdict(mebibytes <= 1024, mebibytes <= 512));
        }
    }

    private void missing(String title, String floor, String goal) {
        row(title, floor, goal, UNKNOWN, "not measured");
    }

    private static String verdict(boolean isFloorMet, boolean isGoalMet) {
        return isGoalMet ? "goal" : isFloorMet ? "floor" : "**missed**";
    }

    private void row(String title, String floor, String goal, String measured, String verdict) {
        rows.add("| %s | %s | %s | %s | %s |".formatted(title, floor, goal, measured, verdict));
    }
}
