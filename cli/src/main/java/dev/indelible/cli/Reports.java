package dev.indelible.cli;

import dev.indelible.cli.verify.Finding;
import dev.indelible.cli.verify.Report;
import dev.indelible.cli.verify.ReportText;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints what a check found.
final class Reports {
    private static final JsonMapper MAPPER = new JsonMapper();

    /// How it is printed.
    enum Form {
        TEXT,
        JSON
    }

    private Reports() {}

    static void print(Report report, Form form) {
        switch (form) {
            case TEXT -> text(report);
            case JSON -> System.out.println(Terminal.json(json(report)));
        }
    }

    private static void text(Report report) {
        for (Finding finding : report.findings()) {
            System.out.println(Terminal.safe(ReportText.line(finding)));
        }
        System.out.println(verdict(report));
    }

    private static String verdict(Report report) {
        if (!report.isVerified()) {
            return "NOT VERIFIED: see the lines with ✗.";
        }
        return report.isPinned()
                ? "Verified: nothing above was changed since it was sealed."
                : "Verified, if the keys are the operator's: nothing above was changed since it was"
                        + " sealed.";
    }

    private static String json(Report report) {
        ObjectNode root =
                MAPPER.createObjectNode()
                        .put("verified", report.isVerified())
                        .put("pinned", report.isPinned());
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : report.findings()) {
            findings.addObject()
                    .put("mark", ReportText.label(finding.mark()))
                    .put("place", finding.place())
                    .put("text", finding.text());
        }
        return root.toString();
    }
}
