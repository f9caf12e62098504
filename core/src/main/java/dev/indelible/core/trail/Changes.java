package dev.indelible.core.trail;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Teller;
import dev.indelible.core.intake.Result;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Uncertain;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Outcome;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/* A change is told, then made. The other way round whoever waits until the disk is full, or kills
 * the process in between, changes something unseen. A change that could not be made after it was
 * told is told again, as failed. Where the process dies between the two, the log tells of a change
 * that is none; nobody was answered that it was made.
 *
 * What takes a right away does not wait for room, or a stolen key could send until it cannot be
 * revoked: what the log cannot take now is remembered in a file of its own first. A sign-in is no such thing:
 * by signing in again and again a stolen key would take the room of that file. */

/// Tells the log of changes before they are made. Any thread.
final class Changes {
    private final Function<AuditEvent, Result> log;
    private final Consumer<AuditEvent> later;
    private final Telling telling;
    private final Untold untold;

    /// @param log writes an event durably
    /// @param later writes one when it can
    Changes(
            Function<AuditEvent, Result> log,
            Consumer<AuditEvent> later,
            Telling telling,
            Untold untold) {
        this.log = log;
        this.later = later;
        this.telling = telling;
        this.untold = untold;
    }

    /// Of what is not made unless the log has it.
    <T> Teller<T> teller(Caller caller, Function<T, Act> act) {
        return (change, making) -> {
            AuditEvent event = event(caller, act.apply(change));
            tell(event);
            made(event, making);
        };
    }

    /// What is made of it once the log has the event.
    <T> T make(AuditEvent event, Supplier<T> making) {
        tell(event);
        try {
            return making.get();
        } catch (RuntimeException | Error e) {
            unmade(event, e);
            throw e;
        }
    }

    /// Tells of what was made already and is not undone, however little can be written.
    void made(AuditEvent event) {
        try {
            tell(event);
        } catch (Busy | Uncertain e) {
            try {
                untold.keep(event);
            } catch (Busy noRoom) {
                later.accept(event);
            }
        }
    }

    /// Of what takes rights away.
    <T> Teller<T> withdrawing(Caller caller, Function<T, Act> act) {
        return (change, making) -> {
            AuditEvent event = event(caller, act.apply(change));
            try {
                tell(event);
            } catch (Busy | Uncertain e) {
                untold.keep(event);
            }
            made(event, making);
        };
    }

    private AuditEvent event(Caller caller, Act act) {
        return telling.of(caller, act, Category.ADMIN_ACTIVITY, Outcome.SUCCESS);
    }

    private void tell(AuditEvent event) {
        Result result = log.apply(event);
        if (result.status() == Result.Status.REJECTED) {
            throw new IllegalStateException(
                    "%s could not be told: %s".formatted(event.action(), result.message()));
        }
    }

    private void made(AuditEvent event, Runnable making) {
        try {
            making.run();
        } catch (RuntimeException | Error e) {
            unmade(event, e);
            throw e;
        }
    }

    private void unmade(AuditEvent event, Throwable why) {
        boolean isUncertain = why instanceof AuditException.Uncertain;
        later.accept(telling.unmade(event, isUncertain ? Outcome.UNKNOWN : Outcome.FAILURE));
    }
}
