package dev.indelible.sinks.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Answer.Refusal;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.sinks.Exchanges;
import dev.indelible.sinks.file.FileKind.FileSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Appends each parcel and confirms it when it is fsynced. A line is
/// `{"destinationSequence":…,"event":…}`.
final class FileSink implements Sink {
    private static final int BATCH_BYTES = 1 << 20;
    private static final int SHOWN_CHARS_MAX = 4096;

    private final FileSettings settings;
    private final RotatingFile file;
    private final Runnable release;
    private boolean closed;

    /// @param file which other sinks may share
    /// @param release gives it back, once
    FileSink(FileSettings settings, RotatingFile file, Runnable release) {
        this.settings = settings;
        this.file = file;
        this.release = release;
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.STORED;
    }

    @Override
    public String renderer() {
        return "file-native/1";
    }

    @Override
    public Bounds bounds() {
        return new Bounds(settings.batchEvents(), BATCH_BYTES, 1);
    }

    @Override
    public byte[] render(Batch batch) {
        var lines = new ByteArrayOutputStream(1024 * batch.items().size());
        for (Batch.Item item : batch.items()) {
            lines.writeBytes(
                    "{\"destinationSequence\":%d,%s\"event\":"
                            .formatted(
                                    item.destinationSequence(),
                                    batch.replay() ? "\"replay\":true," : "")
                            .getBytes(UTF_8));
            lines.writeBytes(item.entry().text());
            lines.write('}');
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    @Override
    public Answer send(Parcel parcel) {
        try {
            synchronized (file) {
                return new Answer.Confirmed(file.append(parcel.body()));
            }
        } catch (AccessDeniedException | FileInUseException e) {
            return new Answer.Misconfigured(new Refusal(0, reason(e), ""));
        } catch (IOException e) {
            return new Answer.Transient(new Refusal(0, reason(e), ""), Optional.empty());
        }
    }

    private String reason(IOException failure) {
        return "The file %s.ndjson cannot be written: %s."
                .formatted(settings.name(), failure.getMessage());
    }

    @Override
    public Map<String, Acknowledgement> acknowledged() {
        return Map.of();
    }

    @Override
    public Exchange test(Parcel parcel) {
        long startedNanos = System.nanoTime();
        Answer answer = send(parcel);
        var phases = new LinkedHashMap<String, Long>();
        phases.put("send", (System.nanoTime() - startedNanos) / 1_000_000);
        String request = new String(parcel.body(), UTF_8);
        return new Exchange(
                answer,
                request.substring(0, Math.min(request.length(), SHOWN_CHARS_MAX)),
                "",
                phases,
                "",
                Exchanges.meaning(answer));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
