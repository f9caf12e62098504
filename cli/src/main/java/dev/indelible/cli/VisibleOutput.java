package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/// UTF-8 on its way to a terminal, in the characters that it has, with whatever could steer it made
/// visible. Tabs and ends of lines stay. For one thread.
final class VisibleOutput extends OutputStream {
    private final OutputStream terminal;
    private final Charset charset;
    private final Form form;
    private final CharsetDecoder decoder =
            UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /// The beginning of a character whose other bytes are still to come.
    private byte[] begun = new byte[0];

    /// Whether the last character was a carriage return, which only belongs before a line feed.
    private boolean returned;

    /// @param charset in which the terminal understands texts
    VisibleOutput(OutputStream terminal, Charset charset, Form form) {
        this.terminal = terminal;
        this.charset = charset;
        this.form = form;
    }

    /// What the text is, and so how a character is made visible.
    enum Form {
        /// By its escape, so that it is the same JSON.
        JSON,
        /// By the sign for what cannot be shown.
        TEXT
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(begun.length + length);
        in.put(begun).put(bytes, offset, length).flip();
        CharBuffer text = CharBuffer.allocate(in.remaining());
        decoder.decode(in, text, false);
        begun = new byte[in.remaining()];
        in.get(begun);
        show(text.flip().toString());
    }

    private void show(String text) throws IOException {
        var visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> show(c, visible));
        terminal.write(visible.toString().getBytes(charset));
    }

    private void show(int c, StringBuilder into) {
        if (returned) {
            into.append(c == '\n' ? "\r" : visible("\r"));
        }
        returned = c == '\r';
        if (c == '\n' || c == '\t') {
            into.append((char) c);
        } else if (!returned) {
            into.append(visible(Character.toString(c)));
        }
    }

    private String visible(String text) {
        return form == Form.JSON ? Terminal.escaped(text, charset) : Terminal.safe(text);
    }

    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    /// Shows what was left of a text that broke off. The terminal stays open.
    void end() throws IOException {
        String left = (returned ? visible("\r") : "") + (begun.length > 0 ? "\ufffd" : "");
        returned = false;
        begun = new byte[0];
        terminal.write(left.getBytes(charset));
        terminal.flush();
    }
}
