package dev.indelible.server.delivery;

import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.LagHistory;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.sealing.LogKeys;
import dev.indelible.core.sealing.Origins;
import java.time.InstantSource;

/// All that requests about integrations need.
///
/// @param keys sign manifests, under the origins of the organizations' logs
public record DeliveryDesk(
        Integrations integrations,
        Trials trials,
        Deliveries deliveries,
        DeliveryStore store,
        ParkedEvents parked,
        Statements statements,
        LagHistory lags,
        Journal journal,
        LogKeys keys,
        Origins origins,
        InstantSource clock) {}
