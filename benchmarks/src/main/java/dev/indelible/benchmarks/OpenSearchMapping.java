package dev.indelible.benchmarks;

/// What OpenSearch is told to make searchable of the same events.
enum OpenSearchMapping {
    /// What this benchmark asks for and little else: as lean as it gets.
    CHOSEN(
            "OpenSearch",
            "11 fields searchable (dynamic off, text without positions and norms), doc values of 7",
            """
            "time": {"type": "date_nanos", "format": "strict_date_optional_time_nanos"},
            "organization": {"type": "keyword"},
            "action": {"type": "keyword"},
            "operation": {"type": "keyword"},
            "outcome": {"type": "keyword"},
            "service": {"type": "keyword"},
            "actor": {"properties": {"id": {"type": "keyword"}}},
            "targets": {"properties": {"id": {"type": "keyword", "doc_values": false}}},
            "client": {"properties": {
              "ip": {"type": "ip", "doc_values": false},
              "requestId": {"type": "keyword", "doc_values": false}
            }},
            "detail": {"properties": {
              "description": {"type": "text", "index_options": "docs", "norms": false}
            }}
            """),

    /// What Indelible finds in them: the same keywords, the same of them counted, and the words of
    /// the same texts.
    SAME(
            "OpenSearch with the same fields",
            "what Indelible finds: 20 keywords, doc values of those that Indelible counts, the words"
                    + " of names, actions, descriptions, endpoints and changes (dynamic off, text"
                    + " without positions and norms)",
            """
            "time": {"type": "date_nanos", "format": "strict_date_optional_time_nanos"},
            "organization": {"type": "keyword"},
            "folder": {"type": "keyword"},
            "project": {"type": "keyword"},
            "action": {"type": "keyword", "copy_to": "words"},
            "operation": {"type": "keyword"},
            "category": {"type": "keyword"},
            "outcome": {"type": "keyword"},
            "severity": {"type": "keyword"},
            "service": {"type": "keyword"},
            "channel": {"type": "keyword"},
            "correlationId": {"type": "keyword", "doc_values": false},
            "words": {"type": "text", "index_options": "docs", "norms": false},
            "actor": {"properties": {
              "type": {"type": "keyword"},
              "id": {"type": "keyword"},
              "email": {"type": "keyword", "doc_values": false, "copy_to": "words"},
              "name": {"type": "keyword", "doc_values": false, "copy_to": "words"}
            }},
            "targets": {"properties": {
              "type": {"type": "keyword"},
              "id": {"type": "keyword", "doc_values": false},
              "name": {"type": "keyword", "doc_values": false, "copy_to": "words"}
            }},
            "client": {"properties": {
              "ip": {"type": "ip"},
              "requestId": {"type": "keyword", "doc_values": false},
              "sessionId": {"type": "keyword", "doc_values": false}
            }},
            "detail": {"properties": {
              "description": {"type": "text", "index_options": "docs", "norms": false},
              "request": {"properties": {
                "endpoint": {"type": "text", "index_options": "docs", "norms": false}
              }},
              "changes": {"properties": {
                "old": {"type": "text", "index_options": "docs", "norms": false},
                "new": {"type": "text", "index_options": "docs", "norms": false}
              }}
            }}
            """);

    private final String engine;
    private final String about;
    private final String properties;

    OpenSearchMapping(String engine, String about, String properties) {
        this.engine = engine;
        this.about = about;
        this.properties = properties;
    }

    /// What the engine is called with it.
    String engine() {
        return engine;
    }

    /// It in words.
    String about() {
        return about;
    }

    /// The index, for one node.
    String index() {
        return """
        {"settings": {
          "number_of_shards": 1,
          "number_of_replicas": 0,
          "refresh_interval": "1s",
          "translog.durability": "request",
          "merge.policy": "log_byte_size",
          "sort.field": "time",
          "sort.order": "desc"
        }, "mappings": {"dynamic": false, "properties": {%s}}}
        """
                .formatted(properties);
    }
}
