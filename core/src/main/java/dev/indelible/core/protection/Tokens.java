package dev.indelible.core.protection;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
    private static final String JWT = "eyJ";
    private static final String OUR_BEGINNING = "ind_";

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
                : Stream.concat(BEGINNINGS.stream(), Stream.of(JWT)).toList();
    }

    @Override
    public void find(String text, Found found) {
        if (kind == Kind.OURS) {
            ours(text, found);
            return;
        }
        int at = 0;
        while (at < text.length()) {
            at = isBody(text.charAt(at)) ? others(text, at, run(text, at), found) : at + 1;
        }
    }

    private static void ours(String text, Found found) {
        Matcher matcher = OURS.matcher(text);
        int at = text.indexOf(OUR_BEGINNING);
        while (at >= 0) {
            boolean isOurs = matcher.region(at, text.length()).lookingAt();
            if (isOurs) {
                found.at(at, matcher.end());
            }
            at = text.indexOf(OUR_BEGINNING, isOurs ? matcher.end() : at + 1);
        }
    }

    /// Looks for a token in one run: at its beginning, and behind each `_` and `-`, because tokens
    /// are glued to names.
    ///
    /// @return behind the run, or behind the token that goes on after it
    private static int others(String text, int from, int end, Found found) {
        int jwtEnd = -2;
        for (int at = from; at < end; at++) {
            boolean isGlued = at > from;
            if (isGlued && text.charAt(at - 1) != '_' && text.charAt(at - 1) != '-') {
                continue;
            }
            int to = end(text, at, end);
            if (to < 0 && text.startsWith(JWT, at) && end - at >= JWT_HEADER_CHARS_MIN) {
                jwtEnd = jwtEnd == -2 ? jwtEnd(text, end) : jwtEnd;
                to = jwtEnd;
            }
            if (to > at && (!isGlued || hasDigit(text, at, to))) {
                found.at(at, to);
                return to;
            }
        }
        return end;
    }

    private static boolean hasDigit(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }

    /// Behind the token that begins here, whose first run ends there, or -1.
    private static int end(String text, int from, int runEnd) {
        for (String beginning : BEGINNINGS) {
            if (text.startsWith(beginning, from)) {
                int end = beginning.endsWith(".") ? dotted(text, runEnd) : runEnd;
                return end - from - beginning.length() >= BODY_CHARS_MIN ? end : -1;
            }
        }
        return -1;
    }

    /// Behind the payload and signature that follow a header, or -1.
    private static int jwtEnd(String text, int headerEnd) {
        if (!isDot(text, headerEnd)) {
            return -1;
        }
        int payloadEnd = run(text, headerEnd + 1);
        return payloadEnd == headerEnd + 1 || !isDot(text, payloadEnd)
                ? -1
                : run(text, payloadEnd + 1);
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
