package dev.indelible.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/// What stands in the files of a data folder: as it is, unpacked where the journal packs, and term
/// by term where the index does. UUIDs are looked for as text and as their bytes, in which journal
/// and index keep them.
final class RawFiles {
    private RawFiles() {}

    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// What of a UUID of version 7 stands beside its time, which is kept as a difference.
    private static final int TIMELESS_FROM = 6;

    /// The files that have any of these values, in any case.
    static List<String> having(Path folder, String... values) throws IOException {
        for (int i = 0; i < 100; i++) {
            try {
                return havingNow(folder, values);
            } catch (NoSuchFileException | UncheckedIOException e) {
                // A server writes and removes files meanwhile.
            }
        }
        throw new AssertionError("the files do not come to rest");
    }

    private static List<String> havingNow(Path folder, String... values) throws IOException {
        var found = new ArrayList<String>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                List<String> texts = Files.isDirectory(path) ? terms(path) : texts(path);
                for (String value : values) {
                    List<String> forms = forms(value.toLowerCase(Locale.ROOT));
                    if (texts.stream().anyMatch(text -> forms.stream().anyMatch(text::contains))) {
                        found.add(folder.relativize(path) + " has " + value);
                    }
                }
            }
        }
        return found;
    }

    private static List<String> forms(String lower) {
        if (!UUIDS.matcher(lower).matches()) {
            return List.of(lower);
        }
        UUID uuid = UUID.fromString(lower);
        byte[] bytes =
                ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
        int from = uuid.version() == 7 ? TIMELESS_FROM : 0;
        return List.of(lower, lower(Arrays.copyOfRange(bytes, from, bytes.length)));
    }

    private static List<String> texts(Path file) throws IOException {
        var texts = new ArrayList<String>();
        texts.add(lower(Files.readAllBytes(file)));
        if (file.toString().endsWith(".zst")) {
            UnpackedJournal.of(file).forEach(part -> texts.add(lower(part)));
        }
        return texts;
    }

    private static String lower(byte[] bytes) {
        return new String(bytes, ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /// All terms and values of a folder of the index, also those of deleted documents.
    private static List<String> terms(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.noneMatch(file -> file.getFileName().toString().startsWith("segments_"))) {
                return List.of();
            }
        }
        var all = new StringBuilder();
        try (FSDirectory directory = FSDirectory.open(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                for (FieldInfo field : leaf.reader().getFieldInfos()) {
                    add(all, leaf.reader(), field);
                }
            }
        } catch (IndexNotFoundException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(lower(all.toString().getBytes(ISO_8859_1)));
    }

    private static void add(StringBuilder all, LeafReader leaf, FieldInfo field)
            throws IOException {
        Terms terms = leaf.terms(field.name);
        if (terms != null) {
            add(all, terms.iterator());
        }
        switch (field.getDocValuesType()) {
            case SORTED -> add(all, leaf.getSortedDocValues(field.name).termsEnum());
            case SORTED_SET -> add(all, leaf.getSortedSetDocValues(field.name).termsEnum());
            case NONE, NUMERIC, SORTED_NUMERIC, BINARY -> {}
        }
    }

    private static void add(StringBuilder all, TermsEnum terms) throws IOException {
        for (BytesRef term = terms.next(); term != null; term = terms.next()) {
            all.append(new String(term.bytes, term.offset, term.length, ISO_8859_1)).append('\n');
        }
    }
}
