/// Syslog: RFC 5424 messages over TCP, TLS and RELP.
@NullMarked
package dev.indelible.sinks.syslog;

import org.jspecify.annotations.NullMarked;
