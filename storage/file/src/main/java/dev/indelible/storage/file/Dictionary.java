package dev.indelible.storage.file;

import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import dev.indelible.core.journal.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The bytes that all blocks of a file begin with, as it were: trained on some of its blocks, so
/// that they also have the compressor's statistics, which else each block would have of its own.
final class Dictionary {
    /// Fewer samples tell the trainer too little.
    private static final int SAMPLES_MIN = 16;

    private Dictionary() {}

    static byte[] of(SealSource source, Packing.Effort effort) throws IOException {
        long bytesMax =
                Math.min(
                        FileLimits.DICTIONARY_BYTES_MAX,
                        source.plainBytes() / FileLimits.DICTIONARY_SHARE);
        List<byte[]> blocks = blocks(source, effort);
        if (blocks.size() >= SAMPLES_MIN) {
            try {
                return trained(blocks, (int) bytesMax);
            } catch (ZstdException e) {
                // Too little, or too much alike. Plain samples do nearly as well then.
            }
        }
        return plain(source, bytesMax, effort);
    }

    private static byte[] trained(List<byte[]> blocks, int bytesMax) {
        var trainer =
                new ZstdDictTrainer(
                        blocks.stream().mapToInt(block -> block.length).sum(), bytesMax);
        for (byte[] block : blocks) {
            if (!trainer.addSample(block)) {
                break;
            }
        }
        return trainer.trainSamples();
    }

    /// Columns of blocks from all over the file.
    private static List<byte[]> blocks(SealSource source, Packing.Effort effort)
            throws IOException {
        long bytes = Math.min(effort.sampleBytesMax(), source.plainBytes() / 2);
        long wanted = bytes / FileLimits.BLOCK_BYTES;
        long count = source.end() - source.first();
        var blocks = new ArrayList<byte[]>();
        for (long i = 0; i < wanted; i++) {
            long from = source.first() + count * i / wanted;
            var batch = Batch.ofAll(Integer.MAX_VALUE, FileLimits.BLOCK_BYTES, source.end());
            source.read(from, batch);
            long sampled = batch.entries().stream().mapToLong(Entry::bytes).sum();
            if (!batch.entries().isEmpty() && sampled <= FileLimits.BLOCK_BYTES) {
                blocks.add(Columns.of(batch.entries(), effort).columns().toByteArray());
            }
        }
        return blocks;
    }

    /// Columns of single entries from all over the file.
    private static byte[] plain(SealSource source, long bytesMax, Packing.Effort effort)
            throws IOException {
        var samples = new ArrayList<Entry>();
        long count = source.end() - source.first();
        long wanted = Math.clamp(bytesMax * count / source.plainBytes(), 1, count);
        for (long i = 0; i < wanted; i++) {
            Entry entry = source.entry(source.first() + count * i / wanted);
            if (entry != null && entry.bytes() < FileLimits.DICTIONARY_BYTES_MAX / 8) {
                samples.add(entry);
            }
        }
        return Columns.of(samples, effort).columns().toByteArray();
    }
}
