package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// All figures, of one run or of several: a later run replaces what it measures again and leaves
/// the rest, and each figure says which run it is of. Kept as JSON beside the report.
final class Results {
    private static final JsonMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// A run.
    ///
    /// @param began RFC 3339
    /// @param commit of the sources, with `+` where they were changed since
    /// @param workload its seed and a hash over its beginning
    record Run(String began, String command, String commit, String machine, String workload) {}

    /// What a reader has to know of an engine.
    record About(String version, String durability, String setup) {}

    /// As in the file.
    ///
    /// @param steps absent in the files of older versions
    /// @param differences answers that differed between engines in the last run
    private record Content(
            Map<String, Run> runs,
            Map<String, About> engines,
            List<Figure> figures,
            @Nullable List<HotPath.Step> steps,
            List<String> notes,
            List<String> differences) {}

    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, About> engines = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<HotPath.Step> steps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Map<String, String>> answers = new LinkedHashMap<>();

    static Results read(Path file) throws IOException {
        var results = new Results();
        if (Files.exists(file)) {
            Content content = json.readValue(Files.readAllBytes(file), Content.class);
            results.runs.putAll(content.runs());
            results.engines.putAll(content.engines());
            results.figures.addAll(content.figures());
            if (content.steps() != null) {
                results.steps.addAll(content.steps());
            }
            results.notes.addAll(content.notes());
        }
        return results;
    }

    void write(Path file) throws IOException {
        runs.keySet().removeIf(run -> !isUsed(run));
        var content = new Content(runs, engines, figures, steps, notes, differences);
        Files.writeString(file, json.writeValueAsString(content) + "\n");
    }

    private boolean isUsed(String run) {
        return figures.stream().anyMatch(figure -> figure.run().equals(run))
                || steps.stream().anyMatch(step -> step.run().equals(run));
    }

    void add(Run run) {
        runs.put(run.began(), run);
    }

    void add(String engine, About about) {
        engines.put(engine, about);
    }

    void add(Figure figure) {
        figures.removeIf(old ->
                old.measure() == figure.measure()
                        && old.events() == figure.events()
                        && old.engine().equals(figure.engine()));
        figures.add(figure);
    }

    /// Something that was seen and is no figure, such as that an engine lost events.
    ///
    /// @param about what else a note of this kind begins with: it replaces that one
    void note(String about, String text) {
        notes.removeIf(note -> note.startsWith(about));
        notes.add(about + text);
    }

    /// What an engine answered; the same question has the same answer everywhere.
    void answer(String question, String engine, String answer) {
        answers.computeIfAbsent(question, _ -> new LinkedHashMap<>()).put(engine, answer);
    }

    /// Compares what the engines answered.
    ///
    /// @return how many questions were asked of more than one engine
    int compare() {
        int compared = 0;
        for (Map.Entry<String, Map<String, String>> question : answers.entrySet()) {
            if (question.getValue().size() > 1) {
                compared++;
                if (question.getValue().values().stream().distinct().count() > 1) {
                    differences.add(question.getKey() + ": " + question.getValue());
                }
            }
        }
        return compared;
    }

    Optional<Figure> find(Measure measure, long events, String engine) {
        return figures.stream()
                .filter(figure -> figure.measure() == measure && figure.events() == events)
                .filter(figure -> figure.engine().equals(engine))
                .findFirst();
    }

    /// The sizes at which something was measured, ascending.
    List<Long> sizes(Measure measure) {
        return figures.stream()
                .filter(figure -> figure.measure() == measure)
                .map(Figure::events)
                .distinct()
                .sorted()
                .toList();
    }

    /// Takes the place of all that were measured before.
    void steps(List<HotPath.Step> measured) {
        steps.clear();
        steps.addAll(measured);
    }

    List<HotPath.Step> steps() {
        return steps;
    }

    Map<String, Run> runs() {
        return runs;
    }

    Map<String, About> engines() {
        return engines;
    }

    List<String> notes() {
        return notes;
    }

    List<String> differences() {
        return differences;
    }
}
