package dev.indelible.sinks.file;

import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.testkit.delivery.SinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@NullUnmarked
class FileContractTest extends SinkContract {
    @TempDir Path folder;

    @Override
    protected SinkKind kind() {
        return new FileKind(folder.resolve("files"));
    }

    @Override
    protected Settings settings() {
        return new Settings("{\"name\":\"siem\"}", Map.of());
    }

    @Override
    protected Settings unreachable() throws IOException {
        Files.createDirectories(folder.resolve("files/nowhere.ndjson"));
        return new Settings("{\"name\":\"nowhere\"}", Map.of());
    }

    @Override
    protected List<String> stored(int count) throws IOException {
        var ids = new ArrayList<String>();
        for (String line : Files.readAllLines(folder.resolve("files/siem.ndjson"))) {
            ids.add(new JsonMapper().readTree(line).at("/event/id").stringValue());
        }
        return ids;
    }

    @Override
    protected Guarantee guarantee() {
        return Guarantee.STORED;
    }
}
