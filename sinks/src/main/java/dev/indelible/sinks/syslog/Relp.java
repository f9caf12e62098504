package dev.indelible.sinks.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.List;
import java.util.function.IntConsumer;

/// RELP on one connection: `TXNR SP COMMAND SP DATALEN [SP DATA] LF`, each answered by `TXNR SP rsp
/// SP DATALEN SP 200 OK LF`. For one thread.
final class Relp {
    private static final int WINDOW = 100;
    private static final int NUMBER_MAX = 999_999_999;
    private static final int ANSWER_BYTES_MAX = 64 << 10;

    private final Connection connection;
    private int number;

    /// Says hello.
    Relp(Connection connection) throws IOException {
        this.connection = connection;
        byte[] offers =
                "relp_version=0\nrelp_software=indelible,1\ncommands=syslog".getBytes(US_ASCII);
        connection.out().write(frame("open", offers));
        connection.out().flush();
        expect(number);
    }

    /// Sends messages and waits until each is answered.
    ///
    /// @param confirmed told how many of them are, after each answer
    void send(List<byte[]> messages, IntConsumer confirmed) throws IOException {
        int first = number + 1;
        int sent = 0;
        int answered = 0;
        while (answered < messages.size()) {
            var frames = new ByteArrayOutputStream();
            while (sent < messages.size() && sent - answered < WINDOW) {
                frames.writeBytes(frame("syslog", messages.get(sent++)));
            }
            connection.out().write(frames.toByteArray());
            connection.out().flush();
            expect(first + answered);
            confirmed.accept(++answered);
        }
    }

    /// Whether so many more messages fit before the numbers begin anew.
    boolean hasRoom(int count) {
        return number + count < NUMBER_MAX;
    }

    private byte[] frame(String command, byte[] data) {
        var frame = new ByteArrayOutputStream(data.length + 32);
        frame.writeBytes("%d %s %d ".formatted(++number, command, data.length).getBytes(US_ASCII));
        frame.writeBytes(data);
        frame.write('\n');
        return frame.toByteArray();
    }

    private void expect(int expected) throws IOException {
        String transaction = word(' ');
        String command = word(' ');
        String length = word(' ');
        if (!length.matches("\\d{1,9}") || Integer.parseInt(length) > ANSWER_BYTES_MAX) {
            throw new ProtocolException("the answer is no RELP");
        }
        byte[] data = connection.in().readNBytes(Integer.parseInt(length));
        int end = data.length == 0 ? '\n' : connection.in().read();
        String text = new String(data, US_ASCII);
        if (command.equals("serverclose")) {
            throw new EOFException("the receiver closes");
        }
        if (end != '\n' || !command.equals("rsp") || !transaction.equals("" + expected)) {
            throw new ProtocolException("the answer is no RELP");
        }
        if (!text.startsWith("200")) {
            throw new RefusedByRelpException(text);
        }
    }

    /// Up to the blank; a frame without data may end with the line instead.
    private String word(char end) throws IOException {
        InputStream in = connection.in();
        var word = new StringBuilder();
        int b = in.read();
        while (b != end && b != '\n') {
            if (b < 0) {
                throw new EOFException("the receiver closed");
            }
            if (word.length() > 32) {
                throw new ProtocolException("the answer is no RELP");
            }
            word.append((char) b);
            b = in.read();
        }
        return word.toString();
    }

    /// The receiver answered with another code than 200.
    static final class RefusedByRelpException extends IOException {
        RefusedByRelpException(String answer) {
            super(answer);
        }
    }
}
