package dev.indelible.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;

/// Draws the figures that are better looked at: rates and latencies over the number of events, and
/// bytes.
final class Plots {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final List<Measure> OVER_EVENTS =
            List.of(Measure.INTAKE, Measure.SEARCHABLE, Measure.ACTOR, Measure.HISTOGRAM);

    /// Told apart by the colour-blind too (Okabe and Ito).
    private static final Map<String, Color> COLORS =
            Map.of(
                    "Indelible", new Color(0x0072B2),
                    "OpenSearch", new Color(0xE69F00),
                    "OpenSearch with the same fields", new Color(0xD55E00),
                    "PostgreSQL", new Color(0x009E73),
                    "ClickHouse", new Color(0xCC79A7));

    private final Results results;

    Plots(Results results) {
        this.results = results;
    }

    /// Writes an SVG per plot.
    ///
    /// @return the names of the files; fewer where there are no figures, none where this Java
    ///   cannot draw text
    List<String> write(Path folder) throws IOException {
        var written = new ArrayList<String>();
        try {
            for (Measure measure : OVER_EVENTS) {
                if (results.sizes(measure).size() > 1) {
                    written.add(write(folder, measure, overEvents(measure)));
                }
            }
            if (!results.sizes(Measure.BYTES).isEmpty()) {
                written.add(write(folder, Measure.BYTES, bytes()));
            }
        } catch (LinkageError | java.awt.AWTError e) {
            System.out.println("skipped: plots; this Java cannot draw text: " + e.getMessage());
        }
        return written;
    }

    /// What a plot shows, for those who do not see it.
    static String description(Measure measure) {
        return measure == Measure.BYTES
                ? "Bars: %s, per engine".formatted(measure.title())
                : "Lines: %s (%s) over the number of events, per engine"
                        .formatted(measure.title(), measure.unit());
    }

    private static String write(Path folder, Measure measure, Chart<?, ?> chart)
            throws IOException {
        String name = measure.name().toLowerCase(Locale.ROOT) + ".svg";
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        try (var out = Files.newOutputStream(folder.resolve(name))) {
            ChartEncoder.saveChart(chart, out, "svg");
        }
        return name;
    }

    private Chart<?, ?> overEvents(Measure measure) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(measure.title())
                        .xAxisTitle("events")
                        .yAxisTitle(measure.unit())
                        .build();
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        var colors = new ArrayList<Color>();
        for (String engine : results.engines().keySet()) {
            List<Figure> figures =
                    results.sizes(measure).stream()
                            .map(size -> results.find(measure, size, engine))
                            .flatMap(Optional::stream)
                            .toList();
            if (!figures.isEmpty()) {
                chart.addSeries(
                        engine,
                        figures.stream().mapToDouble(Figure::events).toArray(),
                        figures.stream().mapToDouble(Figure::median).toArray());
                colors.add(COLORS.getOrDefault(engine, Color.GRAY));
            }
        }
        chart.getStyler().setSeriesColors(colors.toArray(new Color[0]));
        return chart;
    }

    private Chart<?, ?> bytes() {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(Measure.BYTES.title())
                        .yAxisTitle(Measure.BYTES.unit())
                        .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setLabelsVisible(true);
        long size = results.sizes(Measure.BYTES).getLast();
        List<Figure> figures =
                results.engines().keySet().stream()
                        .map(engine -> results.find(Measure.BYTES, size, engine))
                        .flatMap(Optional::stream)
                        .toList();
        chart.addSeries(
                "bytes",
                figures.stream().map(Figure::engine).toList(),
                figures.stream().map(Figure::median).map(Math::round).toList());
        return chart;
    }
}
