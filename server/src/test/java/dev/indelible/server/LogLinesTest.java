package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// What stands in our log when something that a stranger wrote gets into a message of it.
@NullUnmarked // the library's nulls
class LogLinesTest {
    private static final String HOSTILE =
            "a\r\n2026-01-01 ERROR forged\u001b[2J\u009b2J\u0085b\u2028c\u202ed\u200be";

    @Test
    void oneMatterIsOneLineWhoeverWroteIt() throws Exception {
        String plain = layout(HOSTILE, null);

        assertThat(plain.lines()).hasSize(1);
        assertThat(plain).endsWith("\n").contains("forged", "2J");
        assertThat(plain.strip().codePoints().filter(LogLinesTest::steers)).isEmpty();
    }

    @Test
    void whatAFailureSaysSteersNoTerminalAndBeginsNoLineOfOurs() throws Exception {
        String failed =
                layout("request failed", new IllegalStateException(HOSTILE, new Exception("deep")));

        assertThat(failed.replace("\n", "").replace("\t", "").codePoints())
                .noneMatch(LogLinesTest::steers);
        assertThat(failed.lines()).noneMatch(line -> line.startsWith("2026-01-01 ERROR"));
        assertThat(failed).contains("IllegalStateException", "\tat ", "Caused by: ", "deep");
        assertThat(failed.split("Caused by: ", -1)).as("once").hasSize(2);
    }

    private static boolean steers(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR;
    }

    /// By the pattern that the server has.
    private static String layout(String message, Throwable failure) throws Exception {
        String xml;
        try (var in = Server.class.getResourceAsStream("/logback.xml")) {
            xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Matcher pattern = Pattern.compile("<pattern>(.*)</pattern>").matcher(xml);
        assertThat(pattern.find()).isTrue();
        var context = new LoggerContext();
        var layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(pattern.group(1).replace("&amp;", "&"));
        layout.start();
        var event =
                new LoggingEvent(
                        "x", context.getLogger("room"), Level.ERROR, message, failure, null);
        return layout.doLayout(event);
    }
}
