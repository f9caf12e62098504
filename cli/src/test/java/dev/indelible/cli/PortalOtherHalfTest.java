package dev.indelible.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every second file of [PortalTest].
class PortalOtherHalfTest {
    @Test
    void storyAndEveryPageInABrowser(@TempDir Path folder) throws Exception {
        PortalTest.half(2, folder);
    }
}
