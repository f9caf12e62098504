package dev.indelible.storage.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.concurrent.ArrayBlockingQueue;

/// zstd with and without a dictionary. Any thread.
final class Packing {
    private static final ArrayBlockingQueue<ZstdDecompressCtx> idle = new ArrayBlockingQueue<>(8);

    private Packing() {}

    /// How hard is tried to make a block small.
    enum Effort {
        /// While events come as fast as they are taken.
        HASTE(0, FileLimits.ZSTD_LEVEL),
        /// Where there is time.
        BEST(1, FileLimits.ZSTD_LEVEL_BEST);

        private final int number;
        private final int level;

        Effort(int number, int level) {
            this.number = number;
            this.level = level;
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

    static byte[] unpack(byte[] packed, int offset, int plainBytes, byte[] dictionary) {
        ZstdDecompressCtx context = idle.poll();
        if (context == null) {
            context = new ZstdDecompressCtx();
        }
        try {
            context.loadDict(dictionary);
            return context.decompress(packed, offset, packed.length - offset, plainBytes);
        } finally {
            if (!idle.offer(context)) {
                context.close();
            }
        }
    }
}
