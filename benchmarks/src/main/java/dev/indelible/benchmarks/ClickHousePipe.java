package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// The pipe to the process and back. Any thread, one after another.
final class ClickHousePipe {
    private static final Pattern COUNT = Pattern.compile("\\],\"count\":(\\d+)\\}$");
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int END_BYTES = 32 << 10;

    private final Process process;
    private final Path log;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    ClickHousePipe(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.out = process.getOutputStream();
        this.in = process.getInputStream();
    }

    /// Reads the whole answer.
    synchronized String ask(String verb, String sql) throws IOException {
        return answer(Map.of(verb, sql), new byte[0], Integer.MAX_VALUE);
    }

    /// Reads all rows of an answer of any size, and keeps none.
    ///
    /// @return how many
    synchronized long count(String sql) throws IOException {
        return rows(answer(Map.of("query", sql), new byte[0], END_BYTES));
    }

    /// Returns how many rows are kept.
    synchronized long insert(byte[] rows) throws IOException {
        return rows(answer(Map.of("insert", "events", "bytes", rows.length), rows, END_BYTES));
    }

    private String answer(Map<String, ?> command, byte[] rows, int keptBytes) throws IOException {
        out.write(JsonMapper.shared().writeValueAsBytes(command));
        out.write('\n');
        out.write(rows);
        out.flush();
        String answer = line(keptBytes);
        if (!COUNT.matcher(answer).find()) {
            throw new IOException(
                    "ClickHouse answers " + answer.substring(Math.max(0, answer.length() - 2_000)));
        }
        return answer;
    }

    private static long rows(String answer) {
        Matcher count = COUNT.matcher(answer);
        return count.find() ? Long.parseLong(count.group(1)) : 0;
    }

    synchronized String line() throws IOException {
        return line(Integer.MAX_VALUE);
    }

    /// Nothing follows a line until the next command, so a line end is always the last byte. Of a
    /// line that is longer than what is to be kept, that is its end only.
    private String line(int keptBytes) throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            int read = in.read(buffer);
            if (read < 0) {
                throw new IOException(
                        "the process of ClickHouse has ended:\n" + Files.readString(log));
            }
            if (line.size() + read > keptBytes) {
                byte[] before = line.toByteArray();
                int kept = Math.min(before.length, END_BYTES / 2);
                line.reset();
                line.write(before, before.length - kept, kept);
            }
            line.write(buffer, 0, read);
            if (read > 0 && buffer[read - 1] == '\n') {
                String text = line.toString(UTF_8);
                return text.substring(0, text.length() - 1);
            }
        }
    }

    ProcessHandle process() {
        return process.toHandle();
    }
}
