package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakenValuesTest {
    private static final long MILLIS = Instant.parse("2026-11-24T09:30:00.123Z").toEpochMilli();
    private static final String ORGANIZATION = "acme";

    private TakenValues values = new TakenValues();

    private byte[] take(String text) {
        var left = new ByteArrayOutputStream();
        values.take(text.getBytes(UTF_8), MILLIS, ORGANIZATION.getBytes(UTF_8), left);
        return left.toByteArray();
    }

    /// The text as it is when what was taken is put back.
    private String back(byte[] left) {
        int count = 0;
        for (byte next : left) {
            count += next == TakenValues.MARK ? 1 : 0;
        }
        var returned =
                new ReturnedValues(count, ByteBuffer.wrap(columns()), ByteBuffer.wrap(noise()));
        return new String(returned.back(left, 0, count, MILLIS, ORGANIZATION), UTF_8);
    }

    private byte[] columns() {
        var columns = new ByteArrayOutputStream();
        values.writeColumns(columns);
        return columns.toByteArray();
    }

    private byte[] noise() {
        var noise = new ByteArrayOutputStream();
        values.writeNoise(noise);
        return noise.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T09:30:00Z",
                "2026-11-24T09:29:59.9Z",
                "1900-01-01T00:00:00.00Z",
                "2026-11-24T09:30:00.124Z",
                "2024-02-29T23:59:59.000000Z",
                "2199-12-31T23:59:59.999999999Z",
                "0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-7fff-ffff-ffffffffffff",
                "b53232ee-6a10-4b9e-9a57-0c1d3f0a2b4c",
                ORGANIZATION
            })
    void valueIsTakenAndPutBack(String value) {
        String text = "{\"a\":\"%s\",\"b\":\"\"}".formatted(value);

        byte[] left = take(text);

        assertThat(left).hasSize(text.length() - value.length() + 1);
        assertThat(back(left)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24t09:30:00z",
                "Acme",
                "acme-2",
                "2026-11-24 09:30:00Z",
                "2026-11-24T09:30:00+00:00",
                "2026-11-24T11:30:00.5+02:00",
                "2026-02-30T09:30:00Z",
                "2026-11-24T09:30:60Z",
                "2026-11-24T24:00:00Z",
                "9999-11-24T09:30:00Z",
                "2026-11-24T09:30:00.1234567890Z",
                "0197A3C2-7C3E-7B5A-8F3E-2A9D5C1B4E60",
                "0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e6g",
                "0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e6",
                "0197a3c2-7c3e-7b5a-8f3e2-a9d5c1b4e60"
            })
    void whatWouldBeWrittenOtherwiseStays(String value) {
        String text = "[\"%s\"]".formatted(value);

        assertThat(take(text)).isEqualTo(text.getBytes(UTF_8));
    }

    @Test
    void uuidsOfVersionSevenCostTenBytesAndTheirTime() {
        var near = new UUID(MILLIS + 3 << 16 | 0x7abc, 0x8123_4567_89ab_cdefL);

        take("\"%s\"".formatted(near));

        assertThat(noise()).hasSize(10);
        assertThat(columns()).containsExactly(1, 6);
    }

    @Test
    void anyTextsComeBack() {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("taken values: seed=" + seed);
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(piece(random));
            }
            String before = text.toString();
            values = new TakenValues();

            assertThat(back(take(before))).isEqualTo(before);
        }
    }

    private static String piece(Random random) {
        String digits = "0123456789abcdef-\":TZ.";
        List<String> pieces = new ArrayList<>();
        pieces.add("\"" + new UUID(random.nextLong(), random.nextLong()) + "\"");
        pieces.add("\"" + Instant.ofEpochSecond(random.nextInt(), random.nextInt(1 << 20)) + "\"");
        pieces.add("\"\"");
        pieces.add("\"acme\"");
        pieces.add("\"2026-1");
        pieces.add("\"é\"");
        pieces.add("" + digits.charAt(random.nextInt(digits.length())));
        return pieces.get(random.nextInt(pieces.size()));
    }
}
