package dev.indelible.sinks.syslog;

import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.sinks.Loopback;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.testkit.delivery.Rsyslog;
import dev.indelible.testkit.delivery.SinkContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Against Debian's rsyslog over plain TCP; over TLS and RELP in the classes that extend this.
@NullUnmarked
class SyslogContractTest extends SinkContract {
    final Outgoing outgoing = Loopback.outgoing();
    @TempDir Path folder;
    private Rsyslog rsyslog;

    Rsyslog start() throws Exception {
        return Rsyslog.tcp(folder);
    }

    String transport() throws Exception {
        return "\"transport\":\"tcp\"";
    }

    private Rsyslog rsyslog() throws Exception {
        if (rsyslog == null) {
            rsyslog = start();
        }
        return rsyslog;
    }

    @AfterEach
    void stop() throws Exception {
        if (rsyslog != null) {
            rsyslog.close();
        }
        outgoing.close();
    }

    @Override
    protected SinkKind kind() {
        return new SyslogKind(outgoing);
    }

    @Override
    protected Settings settings() throws Exception {
        return new Settings(
                "{\"host\":\"127.0.0.1\",\"port\":%d,%s}".formatted(rsyslog().port(), transport()),
                Map.of());
    }

    @Override
    protected Settings unreachable() throws Exception {
        rsyslog().close();
        return settings();
    }

    @Override
    protected List<String> stored(int count) throws Exception {
        return rsyslog().lines(count).stream()
                .map(line -> line.replaceAll(".*?\\[indelible@32473 id=\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Override
    protected Guarantee guarantee() {
        return Guarantee.SENT;
    }
}
