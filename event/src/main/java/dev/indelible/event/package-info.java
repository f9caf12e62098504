/// What an audit event is: its members, its limits, its five parts as exact bytes, its leaf entry.
///
/// The way through this room: sent bytes become one compact copy ([CompactJson]), which
/// [EventReader] checks and cuts into [Parts]; a foreign format builds an [AuditEvent] instead and
/// [EventWriter] writes its parts. From then on the bytes of the parts are what is stored, hashed
/// and given out ([EventText] joins them), and [Leaf] commits to them. Knows nothing of storage or
/// servers. Java 17, so that other people's programs can use it.
@NullMarked
package dev.indelible.event;

import org.jspecify.annotations.NullMarked;
