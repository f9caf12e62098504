package dev.indelible.benchmarks;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Questions in SQL. Answers are read by pattern, not as a tree: the client shares the machine with
/// the engine.
record ClickHouseQuestions(ClickHousePipe pipe) implements Engine.Reader {
    private static final Pattern ROW =
            Pattern.compile("\\[\"([0-9a-f-]{36})\", ?\"([0-9-]+ [0-9:.]+)\", ?\"");
    private static final Pattern DAY = Pattern.compile("\\[\"([0-9-]{10})\", ?\"?(\\d+)\"?\\]");

    @Override
    public Engine.Pages pages(Filter filter, int rows) {
        return new Keyset(pipe, filter, rows);
    }

    @Override
    public long[] days(Filter filter) throws IOException {
        String answer =
                pipe.ask(
                        "query",
                        "SELECT toDate(time) AS day, count() FROM events"
                                + where(filter, "")
                                + " GROUP BY day ORDER BY day FORMAT JSONCompactEachRow");
        var days = new ArrayList<Long>();
        long next = Long.MIN_VALUE;
        for (MatchResult row : DAY.matcher(answer).results().toList()) {
            long day = LocalDate.parse(row.group(1)).toEpochDay();
            for (; next > Long.MIN_VALUE && next < day; next++) {
                days.add(0L);
            }
            days.add(Long.valueOf(row.group(2)));
            next = day + 1;
        }
        return days.stream().mapToLong(Long::longValue).toArray();
    }

    /// Without an order, so it is read and sent on block by block.
    @Override
    public long export(Filter filter) throws IOException {
        return pipe.count("SELECT event FROM events" + where(filter, "") + " FORMAT TSVRaw");
    }

    @Override
    public void close() {
        // The pipe is the engine's.
    }

    /// @param before a time that all are to be older than; empty for none
    private static String where(Filter filter, String before) {
        var conditions = new ArrayList<String>();
        add(conditions, "organization = %s", filter.organization());
        add(conditions, "actor = %s", filter.actor());
        add(conditions, "action = %s", filter.action());
        add(conditions, "outcome = %s", filter.outcome());
        add(conditions, "hasToken(description, %s)", filter.word());
        add(conditions, "time < %s", before.isEmpty() ? null : before);
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static void add(List<String> conditions, String condition, @Nullable String value) {
        if (value != null) {
            String quoted = "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
            conditions.add(condition.replace("%s", quoted));
        }
    }

    /// Pages by the time of the last row: no two samples share one.
    private static final class Keyset implements Engine.Pages {
        private final ClickHousePipe pipe;
        private final Filter filter;
        private final int rows;
        private String last = "";

        Keyset(ClickHousePipe pipe, Filter filter, int rows) {
            this.pipe = pipe;
            this.filter = filter;
            this.rows = rows;
        }

        @Override
        public List<String> next() throws IOException {
            String page =
                    pipe.ask(
                            "query",
                            "SELECT id, time, event FROM events"
                                    + where(filter, last)
                                    + " ORDER BY time DESC LIMIT "
                                    + rows
                                    + " FORMAT JSONCompactEachRow");
            var ids = new ArrayList<String>();
            for (MatchResult row : ROW.matcher(page).results().toList()) {
                ids.add(row.group(1));
                last = row.group(2);
            }
            return ids;
        }
    }
}
