package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// What a receiver got, on disk: a record per request, appended and fsynced. A torn record at the
/// end, of a receiver that was killed, is passed over: it was never answered.
public final class Journal implements AutoCloseable {
    static final Journal NONE = new Journal(null);

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    /// Goes on behind the last whole record.
    static Journal to(Path file) throws IOException {
        long wholeBytes =
                Files.exists(file) ? read(file).stream().mapToLong(Journal::bytesOf).sum() : 0;
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(wholeBytes);
        channel.position(wholeBytes);
        return new Journal(channel);
    }

    private static int bytesOf(Received request) {
        return record(request).length;
    }

    void append(Received request) throws IOException {
        if (file == null) {
            return;
        }
        var buffer = ByteBuffer.wrap(record(request));
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        file.force(false);
    }

    private static byte[] record(Received request) {
        var bytes = new ByteArrayOutputStream();
        try (var record = new DataOutputStream(bytes)) {
            write(record, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream record, Received request) throws IOException {
        byte[] head = String.join("\n", request.head()).getBytes(UTF_8);
        record.writeLong(request.number());
        record.writeInt(request.status());
        record.writeBoolean(request.whole());
        record.writeBoolean(request.taken());
        record.writeInt(head.length);
        record.write(head);
        record.writeInt(request.body().length);
        record.write(request.body());
    }

    /// All whole records, in order.
    public static List<Received> read(Path file) throws IOException {
        var requests = new ArrayList<Received>();
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            while (true) {
                long number = in.readLong();
                int status = in.readInt();
                boolean whole = in.readBoolean();
                boolean taken = in.readBoolean();
                String head = new String(bytes(in), UTF_8);
                requests.add(
                        new Received(
                                number,
                                List.of(head.split("\n", -1)),
                                bytes(in),
                                whole,
                                status,
                                taken));
            }
        } catch (EOFException e) {
            return requests;
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the last record is torn");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
