package dev.indelible.testkit.delivery;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Ends the process, as far as the code under test can tell, before or after one of its writes and
/// sends. The points are counted from 1 in the order in which they are met. Any thread.
public final class Crashes {
    private final LongConsumer end;
    private final BooleanSupplier counts;
    private long met;
    private long at = Long.MAX_VALUE;

    /// Ends with a [Crash].
    public Crashes() {
        this(Crashes::crash);
    }

    /// Ends with a [Crash].
    ///
    /// @param counts whether a point counts that the present thread meets
    public Crashes(BooleanSupplier counts) {
        this(Crashes::crash, counts);
    }

    /// @param end ends the process at the point of this number, such as by a real kill
    public Crashes(LongConsumer end) {
        this(end, () -> true);
    }

    private Crashes(LongConsumer end, BooleanSupplier counts) {
        this.end = end;
        this.counts = counts;
    }

    private static void crash(long point) {
        throw new Crash(point);
    }

    /// The end of the process: no part of the engine catches it.
    public static final class Crash extends Error {
        Crash(long point) {
            super("crash at point " + point, null, false, false);
        }
    }

    /// Crashes at this point from now.
    public synchronized void in(long points) {
        at = met + points;
    }

    /// No more crashes.
    public synchronized void off() {
        at = Long.MAX_VALUE;
    }

    /// Points met so far.
    public synchronized long met() {
        return met;
    }

    private synchronized void point() {
        if (counts.getAsBoolean() && ++met == at) {
            end.accept(met);
        }
    }

    /// This store, with a point before and after each write.
    public DeliveryStore around(DeliveryStore store) {
        return (DeliveryStore)
                Proxy.newProxyInstance(
                        Crashes.class.getClassLoader(),
                        new Class<?>[] {DeliveryStore.class},
                        (_, method, arguments) -> {
                            boolean writes =
                                    method.getReturnType() == void.class
                                            || method.getReturnType() == boolean.class;
                            if (writes) {
                                point();
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                if (writes) {
                                    point();
                                }
                            }
                        });
    }

    /// This sink, with a point before and after each send and each question.
    public Sink around(Sink sink) {
        return new Sink() {
            @Override
            public Guarantee guarantee() {
                return sink.guarantee();
            }

            @Override
            public String renderer() {
                return sink.renderer();
            }

            @Override
            public Bounds bounds() {
                return sink.bounds();
            }

            @Override
            public byte[] render(Batch batch) {
                return sink.render(batch);
            }

            @Override
            public Answer send(Parcel parcel) {
                point();
                Answer answer = sink.send(parcel);
                point();
                return answer;
            }

            @Override
            public Map<String, Acknowledgement> acknowledged() {
                point();
                Map<String, Acknowledgement> known = sink.acknowledged();
                point();
                return known;
            }

            @Override
            public Exchange test(Parcel parcel) {
                return sink.test(parcel);
            }

            @Override
            public void close() {
                sink.close();
            }
        };
    }
}
