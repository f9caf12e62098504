package dev.indelible.server.http;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.sealing.Anchored;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.ShownAnchor;
import dev.indelible.proof.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A zip with everything that shows that one event was logged, when, and that it was not changed
/// since: for an auditor who has no access to this server and need not believe it.
final class Evidence {
    private static final String README = "evidence-readme.txt";

    private final SealedLogs sealed;
    private final Entry entry;
    private final Anchored head;
    private final ShownAnchor anchor;

    /// @param head of the event's organization, above the event
    /// @param anchor above the head
    Evidence(SealedLogs sealed, Entry entry, Anchored head, ShownAnchor anchor) {
        this.sealed = sealed;
        this.entry = entry;
        this.head = head;
        this.anchor = anchor;
    }

    byte[] zip() {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(
                "event.json",
                Disclosures.json(entry, Optional.of(sealed.keys().tagSalt(origin()))));
        files.put("leaf.bin", sealed.logs().leaf(head.head(), entry.sequence()));
        files.put(
                "event.tlog-proof",
                sealed.logs().proof(head.head(), entry.sequence(), head.head().note()).toBytes());
        files.put("head.leaf", sealed.logs().leaf(anchor.anchor(), head.anchorIndex()));
        files.put(
                "head.tlog-proof",
                sealed.logs().proof(anchor.anchor(), head.anchorIndex(), anchor.note()).toBytes());
        files.put("policy.txt", policy());
        files.put("README.txt", readme());
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                // The event's time, not that of asking: the same evidence is the same bytes.
                var name = new ZipEntry(file.getKey());
                name.setTime(entry.receivedMillis());
                zip.putNextEntry(name);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private String origin() {
        return sealed.identity().origins().of(entry.organization());
    }

    private byte[] policy() {
        List<VerifierKey> logs =
                List.of(
                        sealed.keys().signer(origin()).verifierKey(),
                        sealed.keys()
                                .signer(sealed.identity().origins().of(Origins.ANCHOR))
                                .verifierKey());
        return sealed.identity().witnesses().of(logs).toBytes();
    }

    private static byte[] readme() {
        try (InputStream readme = Evidence.class.getResourceAsStream(README)) {
            if (readme == null) {
                throw new IllegalStateException("the jar lacks " + README);
            }
            return readme.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the jar cannot be read", e);
        }
    }
}
