package dev.indelible.server.http;

import dev.indelible.core.journal.Entry;
import dev.indelible.event.Actor;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Client;
import dev.indelible.event.Detail;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Events as rows of CSV (RFC 4180). Contents are hostile: a cell that a spreadsheet would take for
/// a formula begins with an apostrophe.
final class CsvRows {
    /// The first line.
    static final String HEADER =
            "time,received,organization,sequence,id,action,operation,category,outcome,severity,"
                    + "folder,project,service,channel,actorType,actorId,actorEmail,actorName,"
                    + "targets,ip,userAgent,requestId,description\r\n";

    private static final String FORMULA_SIGNS = "=+-@";
    private static final String BREAKS = "\t\r\n";

    /// Also what separates cells in some countries and programs, which else would begin a cell.
    private static final String QUOTED = ",;\t\"\r\n";

    private CsvRows() {}

    static String row(Entry entry) {
        AuditEvent event = EventReader.event(entry.parts());
        var cells = new ArrayList<@Nullable Object>();
        cells.add(event.time());
        cells.add(EventTime.ofMillis(entry.receivedMillis()));
        cells.add(entry.organization());
        cells.add(entry.sequence());
        cells.add(entry.id());
        cells.add(event.action());
        cells.add(event.operation().label());
        cells.add(event.category() == null ? null : event.category().label());
        cells.add(event.outcome().label());
        cells.add(event.severity().label());
        cells.add(event.folder());
        cells.add(event.project());
        cells.add(event.service());
        cells.add(event.channel() == null ? null : event.channel().label());
        addActor(cells, event.actor());
        cells.add(targets(event));
        addClient(cells, event.client());
        Detail detail = event.detail();
        cells.add(detail == null ? null : detail.description());
        return cells.stream().map(CsvRows::cell).collect(Collectors.joining(","));
    }

    private static void addActor(List<@Nullable Object> cells, Actor actor) {
        cells.add(actor.type().label());
        cells.add(actor.id());
        cells.add(actor.email());
        cells.add(actor.name());
    }

    private static void addClient(List<@Nullable Object> cells, @Nullable Client client) {
        cells.add(client == null ? null : client.ip());
        cells.add(client == null ? null : client.userAgent());
        cells.add(client == null ? null : client.requestId());
    }

    private static String targets(AuditEvent event) {
        return event.targets().stream()
                .map(target ->
                        (target.type() == null ? "" : target.type() + ":")
                                + (target.id() != null ? target.id() : target.name()))
                .collect(Collectors.joining(" "));
    }

    /// Quoted where it has to be, and never a formula.
    static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (mayBeFormula(text)) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(c -> QUOTED.indexOf(c) >= 0);
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /// Programs pass over what is not seen at the beginning, and some take the wide and small forms
    /// of a sign for the sign.
    private static boolean mayBeFormula(String text) {
        if (!text.isEmpty() && BREAKS.indexOf(text.charAt(0)) >= 0) {
            return true;
        }
        int at = 0;
        while (at < text.length() && isUnseen(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        if (at == text.length()) {
            return false;
        }
        String first = Character.toString(text.codePointAt(at));
        String plain = Normalizer.normalize(first, Normalizer.Form.NFKC);
        return FORMULA_SIGNS.contains(plain);
    }

    private static boolean isUnseen(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
