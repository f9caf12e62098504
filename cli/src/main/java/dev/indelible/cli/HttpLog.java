package dev.indelible.cli;

import dev.indelible.cli.verify.LogSource;
import java.util.Optional;
import okhttp3.HttpUrl;

/// A log as a server serves it.
final class HttpLog implements LogSource {
    private final Api api;
    private final HttpUrl prefix;

    HttpLog(Api api, HttpUrl prefix) {
        this.api = api;
        this.prefix = prefix;
    }

    @Override
    public Optional<byte[]> read(String path) {
        return api.bytes(url(path), FILE_BYTES_MAX);
    }

    @Override
    public boolean isGone(String path) {
        return api.isGone(url(path));
    }

    private HttpUrl url(String path) {
        return prefix.newBuilder().addPathSegments(path).build();
    }

    @Override
    public String name() {
        return prefix.toString();
    }
}
