package dev.indelible.benchmarks;

import java.io.IOException;
import org.HdrHistogram.Histogram;

/// All questions and the export, of an engine that holds so many events.
record QuestionRounds(Plan plan, Workload workload, Engine engine, Notebook notebook) {
    private static final int QUESTIONS_MAX = 300;
    private static final int OVERTIME = 4;

    /// @param events how many it holds
    void run(long events) throws IOException {
        try (Engine.Reader reader = engine.reader()) {
            for (Question question : Question.all(workload)) {
                notebook.step("%s among %,d".formatted(question.measure().title(), events));
                for (Filter filter : question.filters()) {
                    notebook.answer(
                            "%s, %s, among %d".formatted(question.measure(), filter, events),
                            question.ask().put(reader, filter).text());
                }
                ask(question, reader, events);
            }
            export(reader, events);
        }
    }

    private void ask(Question question, Engine.Reader reader, long events) throws IOException {
        var nanos = new Histogram(3);
        double[] medians = new double[plan.rounds()];
        int asked = 0;
        for (int round = -plan.warmUpRounds(); round < plan.rounds(); round++) {
            Histogram own = round(question, reader, asked);
            asked += Math.toIntExact(own.getTotalCount());
            if (round >= 0) {
                medians[round] = own.getValueAtPercentile(50) / 1e6;
                nanos.add(own);
            }
        }
        notebook.add(question.measure(), events, medians, nanos.getValueAtPercentile(99) / 1e6);
    }

    /// Each variant as often as the others; where they take long, not each in every round.
    ///
    /// @param asked how often this question was put before
    private Histogram round(Question question, Engine.Reader reader, int asked) throws IOException {
        var nanos = new Histogram(3);
        int variants = question.filters().size();
        long start = System.nanoTime();
        long roundNanos = plan.roundMillis() * 1_000_000L;
        boolean isOver = false;
        for (int count = 1; !isOver; count++) {
            Filter filter = question.filters().get((asked + count - 1) % variants);
            nanos.recordValue(question.ask().put(reader, filter).nanos());
            long spent = System.nanoTime() - start;
            isOver =
                    spent > OVERTIME * roundNanos
                            || count % variants == 0
                                    && (spent > roundNanos || count >= QUESTIONS_MAX);
        }
        return nanos;
    }

    private void export(Engine.Reader reader, long events) throws IOException {
        notebook.step("export of %,d".formatted(events));
        Filter filter = Question.exported(events);
        double[] rates = new double[plan.fewRounds()];
        notebook.answer("EXPORT among " + events, reader.export(filter) + " rows");
        for (int round = 0; round < rates.length; round++) {
            long start = System.nanoTime();
            rates[round] = reader.export(filter) * 1e9 / (System.nanoTime() - start);
        }
        notebook.add(Measure.EXPORT, events, rates, 0);
    }
}
