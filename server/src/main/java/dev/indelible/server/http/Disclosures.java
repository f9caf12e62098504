package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Scope;
import dev.indelible.core.access.View;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.search.Searches;
import dev.indelible.event.Part;
import dev.indelible.event.Remains;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Events as the exact bytes of their parts with the salts, so that whoever has them can make the
/// leaf entries anew: one for the evidence, all of an organization for the check of its log.
final class Disclosures {
    /// As the parameter `format` names it.
    static final String FORMAT = "disclosure";

    private static final String EXPORT = "event.export";

    private static final int ENTRIES_AT_ONCE = 256;
    private static final long BYTES_AT_ONCE = 4 << 20;

    private final Journal journal;
    private final Searches searches;
    private final Access access;
    private final Reading reading;

    Disclosures(Journal journal, Searches searches, Access access, Reading reading) {
        this.journal = journal;
        this.searches = searches;
        this.reading = reading;
        this.access = access;
    }

    /// All events of an organization that are durable now, by their sequence, one a line; of those
    /// whose body has expired, the hash of their leaf. From the journal and without filters: what
    /// is missing here is missing.
    void export(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "format", "organization");
        View view = parameters.text("organization").map(View::of).orElseGet(View::everything);
        Scope scope = access.scope(Authentication.caller(request), Right.EXPORT, view);
        String organization = organization(scope);
        // Nothing may be left out, so it is for those who may see all of it.
        var all = Level.organization(organization);
        access.require(Authentication.caller(request), Right.EXPORT, all);
        long end = journal.nextSequence(organization);
        Reading.Streamed read = reading.streamed(request, EXPORT, scope, List.of());
        var ongoing =
                Ongoing.finishing(
                        request,
                        scope,
                        caller -> {
                            access.require(caller, Right.EXPORT, all);
                            return access.scope(caller, Right.EXPORT, view);
                        });
        Answers.headers(response, "application/x-ndjson");
        response.header("Content-Disposition", "attachment; filename=\"disclosure.ndjson\"");
        Streams.send(
                response,
                out -> {
                    try (read) {
                        long next = 0;
                        while (next < end) {
                            List<Entry> entries =
                                    journal.readSealedOf(
                                            organization, next, ENTRIES_AT_ONCE, BYTES_AT_ONCE);
                            ongoing.require(entries);
                            read.more(entries);
                            // Damaged entries are passed over; at the end there is nothing to go on
                            // to.
                            next = entries.isEmpty() ? end : entries.getLast().sequence() + 1;
                            if (next >= end) {
                                // Noted before the last of them go out.
                                read.close();
                            }
                            for (Entry entry : entries) {
                                out.write(json(searches.disclosed(scope, entry), Optional.empty()));
                                out.write('\n');
                            }
                        }
                    }
                });
    }

    private static String organization(Scope scope) {
        if (scope.everything()) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "format '%s' is of one organization's log: add organization=ID"
                            .formatted(FORMAT));
        }
        return scope.organizations().iterator().next();
    }

    /// One event.
    ///
    /// @param anchorTagSalt by which its organization's heads are found in the anchor log
    static byte[] json(Entry entry, Optional<byte[]> anchorTagSalt) {
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("version", 1);
        event.put("organization", entry.organization());
        event.put("sequence", entry.sequence());
        event.put("receivedUnixMillis", entry.receivedMillis());
        event.put("id", entry.id().toString());
        if (entry.isExpired()) {
            event.put("expired", true);
            event.put("leafHash", base64(entry.leafHash()));
        } else {
            event.put("parts", parts(entry));
        }
        anchorTagSalt.ifPresent(salt -> event.put("anchorTagSalt", base64(salt)));
        return Answers.json(json -> Answers.write(json, event));
    }

    private static List<Map<String, Object>> parts(Entry entry) {
        var parts = new ArrayList<Map<String, Object>>();
        Remains remains = entry.draft().remains();
        for (Part part : Part.values()) {
            byte[] bytes = entry.draft().stored(part);
            byte[] commitment = remains == null ? null : remains.commitment(part);
            if (bytes != null) {
                parts.add(disclosed(entry, part, bytes));
            } else if (commitment != null) {
                parts.add(erased(part, commitment));
            }
        }
        return parts;
    }

    private static Map<String, Object> erased(Part part, byte[] commitment) {
        var erased = new LinkedHashMap<String, Object>();
        erased.put("part", part.name().toLowerCase(Locale.ROOT));
        erased.put("erased", true);
        erased.put("commitment", base64(commitment));
        return erased;
    }

    private static Map<String, Object> disclosed(Entry entry, Part part, byte[] bytes) {
        var disclosed = new LinkedHashMap<String, Object>();
        disclosed.put("part", part.name().toLowerCase(Locale.ROOT));
        disclosed.put("salt", base64(entry.draft().salt(part)));
        disclosed.put("text", new String(bytes, UTF_8));
        return disclosed;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
