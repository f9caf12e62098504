package dev.indelible.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Rows for people. On a terminal as wide as it is: columns are as wide as what is in them, then
/// narrower, and those that matter least are left out. Files and pipes have all columns, each
/// always as wide.
final class Table {
    /// How a value is put into so many cells.
    @FunctionalInterface
    interface Fit {
        String fit(String value, int cells);
    }

    /// A column.
    ///
    /// @param usual cells where there is no terminal, and where it is not known what will come
    /// @param least cells, on a narrow terminal, unless its values are shorter
    /// @param worth the column with the smallest is left out first
    record Column(String name, int usual, int least, int worth, Fit fit) {}

    static final Fit TEXT = Terminal::column;

    /// To the right, and never cut.
    static final Fit NUMBER =
            (value, cells) -> " ".repeat(Math.max(0, cells - value.length())) + value;

    /// An instant to the millisecond or the second, as far as there is room.
    static final Fit TIME = (value, cells) -> Terminal.column(Moments.rounded(value, cells), cells);

    private static final int COLUMNS_MIN = 2;

    private final List<Column> columns;

    /// Cells of a line of the terminal, if it is one.
    private final OptionalInt terminal;

    /// By column; a negative one is left out.
    private final int[] cells;

    private Table(List<Column> columns, OptionalInt terminal, int[] cells) {
        this.columns = columns;
        this.terminal = terminal;
        this.cells = cells;
    }

    /// A table whose rows are still to come.
    static Table usual(List<Column> columns, OptionalInt terminal) {
        int[] usual = columns.stream().mapToInt(Column::usual).toArray();
        return new Table(
                columns, terminal, terminal.isPresent() ? fit(columns, usual, terminal) : usual);
    }

    /// A table for these rows.
    static Table of(List<Column> columns, OptionalInt terminal, List<List<String>> rows) {
        if (terminal.isEmpty()) {
            return usual(columns, terminal);
        }
        int[] wanted =
                IntStream.range(0, columns.size())
                        .map(at ->
                                Math.max(
                                        Cells.of(columns.get(at).name()),
                                        rows.stream()
                                                .mapToInt(row -> Cells.of(row.get(at)))
                                                .max()
                                                .orElse(0)))
                        .toArray();
        return new Table(columns, terminal, fit(columns, wanted, terminal));
    }

    private static int[] fit(List<Column> columns, int[] wanted, OptionalInt terminal) {
        int room = terminal.orElseThrow();
        int[] cells =
                IntStream.range(0, wanted.length)
                        .map(at -> Math.min(wanted[at], columns.get(at).least()))
                        .toArray();
        while (width(cells) > room && shown(cells) > COLUMNS_MIN) {
            cells[least(columns, cells)] = -1;
        }
        while (width(cells) > room && max(cells) > 1) {
            cells[widest(cells)]--;
        }
        // What is left goes to the narrowest of those that want more, cell by cell.
        for (int left = room - width(cells); left > 0; left--) {
            int at = narrowest(cells, wanted);
            if (at < 0) {
                break;
            }
            cells[at]++;
        }
        return cells;
    }

    private static int least(List<Column> columns, int[] cells) {
        return IntStream.range(0, cells.length)
                .filter(at -> cells[at] >= 0)
                .boxed()
                .min(Comparator.comparingInt(at -> columns.get(at).worth()))
                .orElseThrow();
    }

    private static int narrowest(int[] cells, int[] wanted) {
        return IntStream.range(0, cells.length)
                .filter(at -> cells[at] >= 0 && cells[at] < wanted[at])
                .boxed()
                .min(Comparator.comparingInt(at -> cells[at]))
                .orElse(-1);
    }

    private static int widest(int[] cells) {
        return IntStream.range(0, cells.length)
                .boxed()
                .max(Comparator.comparingInt(at -> cells[at]))
                .orElseThrow();
    }

    private static int max(int[] cells) {
        return cells[widest(cells)];
    }

    private static int shown(int[] cells) {
        return (int) IntStream.of(cells).filter(one -> one >= 0).count();
    }

    /// With a blank between two.
    private static int width(int[] cells) {
        return IntStream.of(cells).filter(one -> one >= 0).map(one -> one + 1).sum() - 1;
    }

    String header() {
        return row(columns.stream().map(Column::name).toList());
    }

    String row(List<String> values) {
        var shown = new ArrayList<String>();
        for (int at = 0; at < cells.length; at++) {
            if (cells[at] >= 0) {
                String value = values.get(at);
                // Where there is room without end, the last is whole.
                boolean isWhole = terminal.isEmpty() && at == cells.length - 1;
                int own = isWhole ? Cells.of(Terminal.safe(value)) : 0;
                shown.add(columns.get(at).fit().fit(value, Math.max(cells[at], own)));
            }
        }
        return String.join(" ", shown).stripTrailing();
    }
}
