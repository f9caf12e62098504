package dev.indelible.core.protection;

import java.util.List;
import java.util.regex.Pattern;

/* Issuers that care give their tokens a beginning by which scanners know them. Their forms:
 * docs.github.com "about authentication to GitHub", docs.gitlab.com "token overview", api.slack.com
 * "token types", stripe.com "API keys". RFC 7519 for JSON Web Tokens, RFC 6750 for `Bearer`, RFC
 * 7617 for `Basic`.
 *
 * A text is cut into runs of the letters, digits, `-` and `_` that tokens are made of; each run is
 * looked at once. The patterns are tried on one run only and have nothing that could backtrack. */

/// Finds tokens by the beginnings that their issuers give them, and signed JSON Web Tokens.
final class Tokens implements Finder {
    private static final int BODY_CHARS_MIN = 20;
    private static final int JWT_HEADER_CHARS_MIN = 12;

    private static final List<String> BEGINNINGS =
            List.of(
                    "ghp_",
                    "gho_",
                    "ghu_",
                    "ghs_",
                    "ghr_",
                    "github_pat_",
                    "glpat-",
                    "gldt-",
                    "glrt-",
                    "xoxa-",
                    "xoxb-",
                    "xoxp-",
                    "xoxr-",
                    "xoxs-",
                    "xapp-",
                    "sk_live_",
                    "sk_test_",
                    "rk_live_",
                    "rk_test_",
                    "whsec_",
                    "sk-ant-",
                    "sk-proj-",
                    "npm_",
                    "pypi-",
                    "hvs.",
                    "hvb.",
                    "ya29.",
                    "SG.",
                    "dop_v1_",
                    "AIza",
                    "shpat_",
                    "dapi");

    private static final Pattern OURS =
            Pattern.compile("ind_[a-z0-9]{1,32}_[0-9a-f]{64}(?:[0-9a-f]{8})?");

    private final Kind kind;

    Tokens(Kind kind) {
        this.kind = kind;
    }

    /// Whose tokens.
    enum Kind {
        OTHERS,
        OURS
    }

    @Override
    public List<String> signs() {
        return kind == Kind.OURS
                ? List.of("ind_")
                : List.of(
                        "ghp_",
                        "gho_",
                        "ghu_",
                        "ghs_",
                        "ghr_",
                        "github_pat_",
                        "glpat-",
                        "gldt-",
                        "glrt-",
                        "xoxa-",
                        "xoxb-",
                        "xoxp-",
                        "xoxr-",
                        "xoxs-",
                        "xapp-",
                        "sk_live",
                        "sk_test",
                        "rk_live",
                        "rk_test",
                        "whsec",
                        "sk-ant",
                        "sk-proj",
                        "npm_",
                        "pypi-",
                        "hvs.",
                        "hvb.",
                        "ya29",
                        "SG.",
                        "dop_v1",
                        "AIza",
                        "shpat",
                        "dapi",
                        "eyJ");
    }

    @Override
    public void find(String text, Found found) {
        int at = 0;
        while (at < text.length()) {
            if (!isBody(text.charAt(at))) {
                at++;
                continue;
            }
            int end = run(text, at);
            int to = kind == Kind.OURS ? ours(text, at, end) : end(text, at, end);
            if (to > at) {
                found.at(at, to);
            }
            at = Math.max(end, to);
        }
    }

    private static int ours(String text, int from, int end) {
        return text.startsWith("ind_", from) && OURS.matcher(text).region(from, end).matches()
                ? end
                : -1;
    }

    /// Behind the token that begins here, whose first run ends there, or -1.
    private static int end(String text, int from, int runEnd) {
        for (String beginning : BEGINNINGS) {
            if (text.startsWith(beginning, from)) {
                int end = beginning.endsWith(".") ? dotted(text, runEnd) : runEnd;
                return end - from - beginning.length() >= BODY_CHARS_MIN ? end : -1;
            }
        }
        boolean jwt = text.startsWith("eyJ", from) && runEnd - from >= JWT_HEADER_CHARS_MIN;
        if (!jwt || !isDot(text, runEnd)) {
            return -1;
        }
        int payloadEnd = run(text, runEnd + 1);
        if (payloadEnd == runEnd + 1 || !isDot(text, payloadEnd)) {
            return -1;
        }
        return run(text, payloadEnd + 1);
    }

    /// Behind this run and those that are joined to it by dots, three at most.
    private static int dotted(String text, int runEnd) {
        int end = runEnd;
        for (int i = 0; i < 3 && isDot(text, end) && run(text, end + 1) > end + 1; i++) {
            end = run(text, end + 1);
        }
        return end;
    }

    private static boolean isDot(String text, int at) {
        return at < text.length() && text.charAt(at) == '.';
    }

    private static int run(String text, int from) {
        int at = from;
        while (at < text.length() && isBody(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBody(char c) {
        return c == '_'
                || c == '-'
                || (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z');
    }
}
