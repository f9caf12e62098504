/// Splunk's HTTP Event Collector.
@NullMarked
package dev.indelible.sinks.splunk;

import org.jspecify.annotations.NullMarked;
