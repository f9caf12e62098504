package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.indelible.event.Part;
import dev.indelible.proof.KeyType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page that checks evidence without a server, in a real browser.
@NullUnmarked // JUnit fills what each test begins with
class BrowserVerifierTest {
    private static final Path PAGE =
            Path.of("..", "verifier", "verify.html").toAbsolutePath().normalize();
    private static final int FLIPS = Integer.getInteger("indelible.browser.flips", 20);
    private static final TestWorld WORLD = TestWorld.of(37);

    @TempDir Path folder;

    @Test
    void policyOfThePageAllowsItsOwnScriptAndStyleOnly() throws Exception {
        String page = Files.readString(PAGE);

        assertThat(page)
                .contains("default-src 'none'")
                .contains("script-src 'sha256-%s'".formatted(hash(page, "script")))
                .contains("style-src 'sha256-%s'".formatted(hash(page, "style")))
                .doesNotContainPattern("(src|href)=|innerHTML|outerHTML|fetch\\(|https?://");
    }

    @Test
    void evidenceIsVerifiedAndEveryFlippedBitIsFound() throws Exception {
        var program = Chromium.find();
        assumeTrue(program.isPresent(), "skipped: Chromium is not installed here");
        try (Chromium browser =
                Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile")))) {
            goodEvidence(browser);
            pinnedPolicy(browser);
            hostileText(browser);
            zipInTwoWays(browser);
            halfACharacter(browser);
            flippedBits(browser);
        }
    }

    private void goodEvidence(Chromium browser) throws Exception {
        String text = check(browser, WORLD.evidence(17, Set.of(Part.CLIENT)));
        browser.scheme("dark");
        picture(browser, "verifier-dark.png");
        browser.scheme("light");
        picture(browser, "verifier-light.png");

        assertThat(text)
                .contains("✓ Verified, if the keys that came along")
                .contains("It is entry 17 of the 37 that log.test/acme had")
                .contains("Witness witness.test/2 saw the anchor at size 8 on 2025-11-25T19:46:41")
                .contains("Part client is not shown")
                .contains("a forger could have put in others")
                .doesNotContain("✗");
    }

    private void pinnedPolicy(Chromium browser) throws Exception {
        Path policy = folder.resolve("policy.txt");
        Files.writeString(policy, WORLD.policy());
        check(browser, WORLD.evidence(17, Set.of()));
        browser.choose("#policy", policy);
        browser.await("document.body.innerText.includes('The keys are those that you gave')");
        assertThat(browser.value("document.getElementById('verdict').textContent"))
                .contains("✓ Verified: this");
        Files.writeString(
                policy,
                WORLD.policy()
                        .replace(
                                WORLD.logKey.verifierKey().toString(),
                                TestWorld.key(KeyType.ED25519, "log.test/acme", 77)
                                        .verifierKey()
                                        .toString()));
        check(browser, WORLD.evidence(17, Set.of()));
        browser.choose("#policy", policy);
        browser.await("document.body.innerText.includes('no log that your policy names signed')");
        assertThat(browser.value("document.getElementById('verdict').textContent"))
                .contains("✗ Not verified");
    }

    private void hostileText(Chromium browser) throws Exception {
        check(browser, WORLD.evidence(16, Set.of()));

        assertThat(browser.value("document.getElementById('event').textContent"))
                .contains("Jürgen <b>")
                .contains("1.10");
        assertThat(browser.value("document.querySelectorAll('#event b, #steps b').length"))
                .isEqualTo("0");
    }

    private void zipInTwoWays(Chromium browser) throws Exception {
        byte[] zip =
                EvidenceZipTest.inTwoWays(
                        WORLD.evidence(16, Set.of()), WORLD.evidence(17, Set.of()));

        assertThat(check(browser, zip))
                .contains("✗ Not verified", "its files do not follow one another");
    }

    private void halfACharacter(Chromium browser) throws Exception {
        var world = new TestWorld();
        world.append("why\ufffd");
        world.anchorHead();
        Map<String, byte[]> files = world.evidence(0, Set.of());
        assertThat(check(browser, files)).contains("✓ Verified");
        String event = new String(files.get("event.json"), UTF_8);
        files.put("event.json", event.replace("why\ufffd", "why\\ud800").getBytes(UTF_8));

        assertThat(check(browser, files)).contains("✗ Not verified", "must have text and salt");
    }

    private void flippedBits(Chromium browser) throws Exception {
        RandomGenerator random = Seeds.random("evidenceIsVerifiedAndEveryFlippedBitIsFound");
        Map<String, byte[]> files = WORLD.evidence(16, Set.of(Part.CLIENT));
        List<String> names =
                files.keySet().stream().filter(name -> !name.equals("README.txt")).toList();
        for (int flip = 0; flip < FLIPS; flip++) {
            String name = names.get(flip % names.size());
            byte[] original = files.get(name);
            int bit = random.nextInt(original.length * 8);
            var changed = new HashMap<>(files);
            changed.put(name, TestWorld.flipped(original, bit));

            String text = check(browser, changed);

            assertThat(text).as("%s, bit %d", name, bit).contains("✗ Not verified", name);
        }
        picture(browser, "verifier-refused.png");
    }

    private String check(Chromium browser, Map<String, byte[]> files) throws Exception {
        return check(browser, TestWorld.zip(files));
    }

    private String check(Chromium browser, byte[] bytes) throws Exception {
        Path zip = folder.resolve("evidence.zip");
        Files.write(zip, bytes);
        browser.open(PAGE.toUri());
        browser.choose("#zip", zip);
        browser.await("!document.getElementById('result').hidden");
        return browser.value("document.body.innerText");
    }

    /// To be looked at by a person.
    private static void picture(Chromium browser, String name) throws Exception {
        Path target = Files.createDirectories(Path.of("target", "pictures"));
        Files.write(target.resolve(name), browser.screenshot());
    }

    private static String hash(String page, String element) throws Exception {
        Matcher content =
                Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element), Pattern.DOTALL)
                        .matcher(page);
        assertThat(content.find()).isTrue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.group(1).getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(hash);
    }
}
