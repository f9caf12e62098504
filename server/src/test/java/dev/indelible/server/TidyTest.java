package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules that no formatter knows: sizes, and documents that still tell the truth.
class TidyTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int METHOD_LINES_MAX = 50;
    private static final int FILE_LINES_MAX = 400;

    @Test
    void filesFitTheirRoom() throws IOException {
        for (Path file : javaFiles()) {
            assertThat(Files.readAllLines(file))
                    .as(file.toString())
                    .hasSizeLessThanOrEqualTo(FILE_LINES_MAX);
        }
    }

    @Test
    void methodsFitOnAScreen() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var tooLong = new ArrayList<String>();
        try (var fileManager = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    fileManager,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    fileManager.getJavaFileObjectsFromPaths(javaFiles()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
                        var lines = unit.getLineMap();
                        // Without its annotations, which may hold a table of expectations.
                        var start =
                                method.getReturnType() == null ? method : method.getReturnType();
                        long first = lines.getLineNumber(positions.getStartPosition(unit, start));
                        long last = lines.getLineNumber(positions.getEndPosition(unit, method));
                        if (last - first >= METHOD_LINES_MAX) {
                            tooLong.add(unit.getSourceFile().getName() + "#" + method.getName());
                        }
                        return super.visitMethod(method, null);
                    }
                }.scan(unit, null);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPathInTheArchitecturePageExists() throws IOException {
        String page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
        List<String> paths =
                Pattern.compile("`([\\w./-]+\\.java)`")
                        .matcher(page)
                        .results()
                        .map(MatchResult::group)
                        .toList();
        assertThat(paths).isNotEmpty();
        for (String path : paths) {
            assertThat(ROOT.resolve(path.replace("`", ""))).exists();
        }
    }

    @Test
    void namesSayWhatThingsAre() throws IOException {
        for (Path file : javaFiles()) {
            assertThat(file.getFileName().toString())
                    .doesNotMatch("Abstract.*|.*(Manager|Helper|Util|Utils|Impl)\\.java");
        }
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !ROOT.relativize(file).toString().contains("target"))
                    .toList();
        }
    }
}
