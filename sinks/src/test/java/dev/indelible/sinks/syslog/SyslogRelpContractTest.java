package dev.indelible.sinks.syslog;

import dev.indelible.core.delivery.Guarantee;
import dev.indelible.testkit.delivery.Rsyslog;
import org.jspecify.annotations.NullUnmarked;

@NullUnmarked
class SyslogRelpContractTest extends SyslogContractTest {
    @Override
    Rsyslog start() throws Exception {
        return Rsyslog.relp(folder);
    }

    @Override
    String transport() {
        return "\"transport\":\"relp\"";
    }

    @Override
    protected Guarantee guarantee() {
        return Guarantee.ACCEPTED;
    }
}
