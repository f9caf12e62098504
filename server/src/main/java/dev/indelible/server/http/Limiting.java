package dev.indelible.server.http;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Right;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.quota.Quotas;
import dev.indelible.core.quota.Standing;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// Charges requests before their bodies are read, and tells how the caller stands by `RateLimit`
/// and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10).
///
/// Who asks for too much waits first, and is refused only if that does not help: a sender that
/// comes back at once is held to its limit by its own connections, and costs nothing meanwhile.
final class Limiting {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// How long a body waits for others that have what it lacks, and may still be given up.
    private static final Duration OTHERS_PATIENCE = Duration.ofSeconds(5);

    private final Quotas quotas;

    /// The bodies that are unpacked and pay now. Guards itself and what they were charged.
    private final Set<Unpacking> paying = new HashSet<>();

    Limiting(Quotas quotas) {
        this.quotas = quotas;
    }

    /// Charges a request of a known caller.
    ///
    /// @param endpoint bytes count where events are taken, of who may send them: else a declared
    ///   length that never comes, or a question, would use up what its organization sends by
    /// @throws Busy if there is nothing left, or less of a day than the body has
    void charge(Endpoint endpoint, ServerRequest request, ServerResponse response) {
        boolean sends =
                endpoint.takesEvents() && Authentication.caller(request).mayAnywhere(Right.WRITE);
        charge(Authentication.caller(request), sends ? bytes(request) : 0, response);
    }

    /// Charges a request that has no body to count.
    ///
    /// @throws Busy if there is nothing left
    void charge(Caller caller, ServerResponse response) {
        charge(caller, 0, response);
    }

    private void charge(Caller caller, long bytes, ServerResponse response) {
        if (quotas.areNone()) {
            return;
        }
        Optional<String> organization = Optional.ofNullable(caller.organization());
        try {
            tell(response, quotas.charge(caller.id(), organization, bytes));
        } catch (Busy e) {
            await(e);
            try {
                tell(response, quotas.charge(caller.id(), organization, bytes));
            } catch (Busy still) {
                tell(response, quotas.standings(caller.id(), organization));
                throw still;
            }
        }
    }

    /// Charges what a compressed body has more than it was charged for, while it is unpacked.
    Unpacking unpacking(ServerRequest request, ServerResponse response) {
        return new Unpacking(request, response);
    }

    /* Bodies that are unpacked at once pay for each other's room: together they may have more than a
     * day allows, though some of them fit. So one that is short waits while another may still be
     * given up, and where all wait, the one that paid most is given up, at once and with all of it.
     * Thus the last of them is refused only for its own size. */

    /// A body that is told how large it has become. Where that is too much, the reading ends by the
    /// refusal, and what the body was charged is given back.
    final class Unpacking implements LongConsumer, AutoCloseable {
        private final ServerResponse response;
        private final Caller caller;
        private final Optional<String> organization;
        private final long declared;
        private long charged;
        private boolean isShort;
        private boolean isPaying;

        private Unpacking(ServerRequest request, ServerResponse response) {
            this.response = response;
            caller = Authentication.caller(request);
            organization = Optional.ofNullable(caller.organization());
            declared = counted(request);
            charged = declared;
        }

        @Override
        public void accept(long bytes) {
            if (bytes <= charged || !quotas.boundBytes()) {
                return;
            }
            long end = System.nanoTime() + OTHERS_PATIENCE.toNanos();
            synchronized (paying) {
                paying.add(this);
                isPaying = true;
                while (!isPaid(bytes, end)) {
                    isShort = false;
                }
            }
        }

        private boolean isPaid(long bytes, long endNanos) {
            try {
                quotas.chargeMore(caller.id(), organization, charged, bytes - charged);
                charged = bytes;
                return true;
            } catch (Busy e) {
                if (hasWaited(endNanos - System.nanoTime())) {
                    return false;
                }
                giveUp();
                throw e;
            } catch (Rejected e) {
                giveUp();
                throw e;
            }
        }

        /// Waits until another body has ended, unless this one is to be given up.
        private boolean hasWaited(long nanos) {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
            isShort = true;
            List<Unpacking> others = paying.stream().filter(this::sharesWith).toList();
            boolean allWait = others.stream().allMatch(other -> other.isShort);
            boolean paidMost = others.stream().noneMatch(other -> other.charged > charged);
            if (millis <= 0 || (allWait && paidMost)) {
                return false;
            }
            if (allWait) {
                // The one that did looks again.
                paying.notifyAll();
            }
            try {
                paying.wait(millis);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private boolean sharesWith(Unpacking other) {
            boolean isShared =
                    caller.id().equals(other.caller.id())
                            || (organization.isPresent()
                                    && organization.equals(other.organization));
            return this != other && isShared;
        }

        /// Gives back what the body was charged: nothing of it is taken.
        void giveUp() {
            quotas.giveBack(caller.id(), organization, charged);
            charged = 0;
            tell(response, quotas.standings(caller.id(), organization));
            close();
        }

        /// Tells how the caller stands after a body that had more than was known before.
        void tellWhole() {
            close();
            if (charged > declared) {
                tell(response, quotas.standings(caller.id(), organization));
            }
        }

        /// It pays no more.
        @Override
        public void close() {
            // Most never did, and take no lock.
            if (isPaying) {
                synchronized (paying) {
                    paying.remove(this);
                    paying.notifyAll();
                }
                isPaying = false;
            }
        }
    }

    private static void await(Busy refusal) {
        try {
            Thread.sleep(Collections.min(List.of(refusal.retryAfter(), PATIENCE)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal;
        }
    }

    private static void tell(ServerResponse response, List<Standing> standings) {
        if (!standings.isEmpty()) {
            response.header("RateLimit-Policy", list(standings, Limiting::policy));
            response.header("RateLimit", list(standings, Limiting::standing));
        }
    }

    private long bytes(ServerRequest request) {
        OptionalLong length = request.headers().contentLength();
        if (length.isEmpty() && request.content().hasEntity() && quotas.boundBytes()) {
            throw new ProblemAnswer(
                    411, "length-required", "bytes are limited here: send Content-Length");
        }
        return counted(request);
    }

    /// A body that declares more than any may have is refused, so nothing of it comes.
    static long counted(ServerRequest request) {
        long declared = request.headers().contentLength().orElse(0);
        return declared > Limits.BATCH_BYTES_MAX ? 0 : declared;
    }

    private static String list(List<Standing> standings, Function<Standing, String> item) {
        return standings.stream().map(item).collect(Collectors.joining(", "));
    }

    private static String policy(Standing standing) {
        return "\"%s\";q=%d;w=%d;qu=\"%s\""
                .formatted(
                        standing.policy(),
                        standing.quota(),
                        standing.windowSeconds(),
                        standing.unit());
    }

    private static String standing(Standing standing) {
        return "\"%s\";r=%d;t=%d"
                .formatted(standing.policy(), standing.remaining(), standing.resetSeconds());
    }
}
