package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.indelible.server.config.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that cannot start, and what they say of it.
class StartFaultsTest {
    @TempDir Path folder;

    @Test
    void portThatIsTakenIsNotTakenForAnAddressThatIsNotOurs() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(said(Map.of("port", port))).startsWith("port " + port + " is in use; ");
        }
        // Of RFC 5737: nobody's.
        for (String address : new String[] {"203.0.113.9", "999.1.1.1", "no-such-host.invalid"}) {
            assertThat(said(Map.of("address", address, "port", "0")))
                    .isEqualTo(
                            "this machine has no address "
                                    + address
                                    + "; choose another with INDELIBLE_ADDRESS, such as 127.0.0.1");
        }
    }

    @Test
    void dataFolderThatIsAFileIsToldWithItsCure() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(said(Map.of("data", file.toString())))
                .isEqualTo(file + ": it is no folder; choose another folder with INDELIBLE_DATA");
        assertThat(said(Map.of("data", file.resolve("below").toString())))
                .endsWith("; choose another folder with INDELIBLE_DATA");
    }

    private String said(Map<String, String> settings) {
        var all = new HashMap<String, String>();
        all.put("data", folder.resolve("data").toString());
        all.put("port", "0");
        all.putAll(settings);
        Settings parsed = Settings.parse(all, Map.of());
        Throwable failure = catchThrowable(() -> Server.open(parsed).close());
        assertThat(failure).isNotNull();
        return StartFaults.said(failure, parsed);
    }
}
