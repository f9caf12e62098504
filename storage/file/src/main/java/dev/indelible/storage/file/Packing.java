package dev.indelible.storage.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.concurrent.ArrayBlockingQueue;

/// zstd with and without a dictionary. Any thread.
final class Packing {
    private static final ArrayBlockingQueue<ZstdDecompressCtx> idle = new ArrayBlockingQueue<>(8);

    private Packing() {}

    static byte[] pack(byte[] plain) {
        return Zstd.compress(plain, FileLimits.ZSTD_LEVEL);
    }

    static byte[] unpack(byte[] packed, int plainBytes) {
        return Zstd.decompress(packed, plainBytes);
    }

    /// A compressor that begins each block with these bytes, as it were.
    static ZstdCompressCtx compressor(byte[] dictionary) {
        return new ZstdCompressCtx().setLevel(FileLimits.ZSTD_LEVEL).loadDict(dictionary);
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
