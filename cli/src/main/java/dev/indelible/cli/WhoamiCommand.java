package dev.indelible.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `indelible whoami`.
@Command(
        name = "whoami",
        mixinStandardHelpOptions = true,
        description = "Shows what the key may do, as JSON.")
final class WhoamiCommand implements Callable<Integer> {
    @Mixin private final Connection connection = new Connection();

    WhoamiCommand() {}

    @Override
    public Integer call() {
        Api api = connection.api();
        System.out.println(Terminal.json(api.get(api.at("v1/whoami").build()).toString()));
        return ExitCode.OK;
    }
}
