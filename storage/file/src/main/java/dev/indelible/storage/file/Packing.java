package dev.indelible.storage.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;

/// zstd with and without a dictionary. Any thread.
final class Packing {
    private static final ArrayBlockingQueue<ZstdDecompressCtx> idle = new ArrayBlockingQueue<>(8);

    private Packing() {}

    /// How hard is tried to make a block small.
    enum Effort {
        /// While events come as fast as they are taken: it takes little more than half as long.
        HASTE(0, FileLimits.ZSTD_LEVEL_HASTE, FileLimits.SAMPLE_BYTES_HASTE),
        /// Where there is time.
        BEST(1, FileLimits.ZSTD_LEVEL_BEST, FileLimits.SAMPLE_BYTES_MAX);

        private final int number;
        private final int level;
        private final int sampleBytesMax;

        Effort(int number, int level, int sampleBytesMax) {
            this.number = number;
            this.level = level;
            this.sampleBytesMax = sampleBytesMax;
        }

        /// Of the blocks that the dictionary is trained on.
        int sampleBytesMax() {
            return sampleBytesMax;
        }

        /// Whether values that a few bytes can stand for are taken out of the texts.
        boolean takesValues() {
            return this == BEST;
        }

        /// As it is written in files.
        int number() {
            return number;
        }

        /// That of this number; one that this version does not know is the best it knows.
        static Effort of(int number) {
            return number == HASTE.number ? HASTE : BEST;
        }
    }

    static byte[] pack(byte[] plain) {
        return Zstd.compress(plain, FileLimits.ZSTD_LEVEL);
    }

    static byte[] unpack(byte[] packed, int plainBytes) {
        return Zstd.decompress(packed, plainBytes);
    }

    /// A compressor that begins each block with these bytes, as it were.
    static ZstdCompressCtx compressor(byte[] dictionary, Effort effort) {
        return new ZstdCompressCtx().setLevel(effort.level).loadDict(dictionary);
    }

    /// Bytes that so many can become, at most.
    static int bytesMax(int plainBytes) {
        return Math.toIntExact(Zstd.compressBound(plainBytes));
    }

    /// What this makes of a decompressor for blocks that begin with these bytes, as it were.
    static <T> T with(byte[] dictionary, Function<ZstdDecompressCtx, T> unpacking) {
        ZstdDecompressCtx context = idle.poll();
        if (context == null) {
            context = new ZstdDecompressCtx();
        }
        try {
            return unpacking.apply(context.loadDict(dictionary));
        } finally {
            if (!idle.offer(context)) {
                context.close();
            }
        }
    }
}
