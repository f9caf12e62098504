package dev.indelible.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Questions as searches in JSON.
record OpenSearchQuestions(HttpConnection connection) implements Engine.Reader {
    private static final int EXPORT_ROWS = 10_000;
    private static final String HIT = "{\"_index\":\"events\",\"_id\":\"";
    private static final String SORT = "\"sort\":[";
    private static final Pattern ID = Pattern.compile(Pattern.quote(HIT) + "([0-9a-f-]{36})\"");
    private static final Pattern DAY = Pattern.compile("\"doc_count\":(\\d+)");
    private static final Pattern POINT = Pattern.compile("\"pit_id\":\"([^\"]+)\"");

    @Override
    public Engine.Pages pages(Filter filter, int rows) {
        String request =
                "\"size\":%d,\"track_total_hits\":false,\"sort\":[{\"time\":\"desc\"}],%s"
                        .formatted(rows, query(filter));
        return new Cursor(connection, request, rows);
    }

    @Override
    public long[] days(Filter filter) throws IOException {
        String request =
                """
                {"size":0,"track_total_hits":false,%s,"aggs":{"days":{"date_histogram":
                {"field":"time","calendar_interval":"day","min_doc_count":0}}}}
                """
                        .formatted(query(filter));
        String path = "/events/_search?request_cache=false";
        return DAY.matcher(OpenSearchApi.ask(connection, "POST", path, request))
                .results()
                .mapToLong(bar -> Long.parseLong(bar.group(1)))
                .toArray();
    }

    /// Goes through a point in time in the order of the one shard: what is read once is skipped
    /// over, and refreshes and merges change nothing.
    @Override
    public long export(Filter filter) throws IOException {
        String open = "/events/_search/point_in_time?keep_alive=10m";
        String point = OpenSearchApi.find(POINT, OpenSearchApi.ask(connection, "POST", open, ""));
        String request =
                """
                {"size":%d,"track_total_hits":false,"sort":["_doc"],%s,
                "pit":{"id":"%s","keep_alive":"10m"}\
                """
                        .formatted(EXPORT_ROWS, query(filter), point);
        long rows = 0;
        String after = "";
        while (true) {
            String page = OpenSearchApi.ask(connection, "POST", "/_search", request + after + "}");
            int hits = hits(page);
            rows += hits;
            if (hits < EXPORT_ROWS) {
                break;
            }
            after = ",\"search_after\":[" + lastSort(page) + "]";
        }
        String close = "{\"pit_id\":[\"%s\"]}".formatted(point);
        OpenSearchApi.ask(connection, "DELETE", "/_search/point_in_time", close);
        return rows;
    }

    private static int hits(String page) {
        int hits = 0;
        for (int at = page.indexOf(HIT); at >= 0; at = page.indexOf(HIT, at + HIT.length())) {
            hits++;
        }
        return hits;
    }

    private static String query(Filter filter) {
        var terms = new StringBuilder();
        append(terms, "organization", filter.organization());
        append(terms, "actor.id", filter.actor());
        append(terms, "action", filter.action());
        append(terms, "outcome", filter.outcome());
        append(terms, "detail.description", filter.word());
        return terms.isEmpty()
                ? "\"query\":{\"match_all\":{}}"
                : "\"query\":{\"bool\":{\"filter\":[" + terms + "]}}";
    }

    private static void append(StringBuilder terms, String name, @Nullable String value) {
        if (value != null) {
            terms.append(terms.isEmpty() ? "" : ",");
            terms.append("{\"term\":{\"%s\":\"%s\"}}".formatted(name, value));
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /// What the last row of a page is sorted by.
    private static long lastSort(String page) {
        int at = page.lastIndexOf(SORT) + SORT.length();
        return Long.parseLong(page.substring(at, page.indexOf(']', at)));
    }

    private static final class Cursor implements Engine.Pages {
        private final HttpConnection connection;
        private final String request;
        private final int rows;
        private String after = "";
        private boolean ended;

        Cursor(HttpConnection connection, String request, int rows) {
            this.connection = connection;
            this.request = request;
            this.rows = rows;
        }

        @Override
        public List<String> next() throws IOException {
            if (ended) {
                return List.of();
            }
            String page =
                    OpenSearchApi.ask(
                            connection, "POST", "/events/_search", "{" + request + after + "}");
            List<String> ids = ID.matcher(page).results().map(id -> id.group(1)).toList();
            ended = ids.size() < rows;
            if (!ended) {
                // It gives nanoseconds out, but takes only what the mapping's format says.
                Instant time = Instant.EPOCH.plusNanos(lastSort(page));
                after = ",\"search_after\":[\"" + time + "\"]";
            }
            return ids;
        }
    }
}
