package dev.indelible.cli;

import dev.indelible.cli.verify.Acquaintance;
import dev.indelible.cli.verify.BodySource;
import dev.indelible.cli.verify.LogReader;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;

/// What a server has for those who check it.
final class ServerLogs {
    private static final int ZIP_BYTES_MAX = 64 << 20;

    private final Api api;

    ServerLogs(Api api) {
        this.api = api;
    }

    /// The log of an organization, or `anchor`.
    LogReader log(String name) {
        return new LogReader(new HttpLog(api, api.at("logs/" + name).build()), name);
    }

    /// The evidence of an event, as a zip.
    ///
    /// @throws CommandFailure if the server has no such event
    byte[] evidence(String id) {
        return api.bytes(api.at("v1/events/%s/evidence".formatted(id)).build(), ZIP_BYTES_MAX)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.REFUSED,
                                "the server has no event %s that this key may see".formatted(id),
                                null));
    }

    /// Every event of an organization with its salts; the caller closes it.
    BodySource disclosures(String organization) {
        try {
            Response response =
                    api.stream(
                            api.at("v1/events/export")
                                    .addQueryParameter("format", "disclosure")
                                    .addQueryParameter("organization", organization)
                                    .build(),
                            Optional.empty());
            return new BodySource(response.body().byteStream(), "event export");
        } catch (IOException e) {
            throw api.unreachable(e);
        }
    }

    /// The keys and the tag salt that the server itself names, out of the evidence of any event.
    Acquaintance acquaintance(String organization) {
        JsonNode page =
                api.get(
                        api.at("v1/events")
                                .addQueryParameter("organization", organization)
                                .addQueryParameter("order", "received")
                                .addQueryParameter("limit", "1")
                                .build());
        String id = page.path("events").path(0).path("id").asString("");
        if (id.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "%s has no event yet that this key may see, so there is nothing to check"
                            .formatted(organization),
                    null);
        }
        return Acquaintance.of(evidence(id));
    }
}
