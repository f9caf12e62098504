package dev.indelible.sinks.splunk;

import org.jspecify.annotations.NullUnmarked;

@NullUnmarked
class SplunkAcknowledgingContractTest extends SplunkContractTest {
    @Override
    boolean acknowledges() {
        return true;
    }
}
