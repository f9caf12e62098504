# Sourced by run, indelible and bench, with $root set: builds the distribution if a source is newer than it.

lib="$root/cli/target/distribution/lib"
stamp="$root/cli/target/distribution/built"

is_built() {
  [ -f "$stamp" ] && [ -z "$(find "$root" -maxdepth 3 -name pom.xml -newer "$stamp" -print -quit)" ] \
    && [ -z "$(find "$root"/event "$root"/proof "$root"/core "$root"/formats "$root"/testkit "$root"/storage \
      "$root"/sinks "$root"/server "$root"/cli "$root"/benchmarks -path '*/src/main/*' -newer "$stamp" -print -quit)" ] \
    && [ -z "$(find "$root"/portal "$root"/verifier/verify.html -name node_modules -prune -o -name target -prune \
      -o -type f ! -name schema.d.ts -newer "$stamp" -print -quit)" ]
}

build() {
  if ! command -v mvn >/dev/null 2>&1; then
    echo "Indelible is built with Maven 3.8 or newer, and there is no mvn on the PATH." >&2
    echo "On Debian: apt-get install maven" >&2
    exit 1
  fi
  echo "Building Indelible; the first time this takes a few minutes and loads libraries…" >&2
  rm -rf "$root/cli/target/distribution"
  (cd "$root" && MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    mvn -q -B -T 2 -DskipTests -Dmaven.test.skip=true package) >&2 </dev/null || exit 1
  touch "$stamp"
}

is_built || build

# A cache of loaded and linked classes makes the next start faster; without room for it the start is only slower. The
# server's is made here, from a first start with the sample events, because a server may well never end by itself.
starts="$root/cli/target/distribution/$archive.starts"
java_options=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

prepare_starts() {
  local folder
  folder=$(mktemp -d)
  env -i INDELIBLE_DATA="$folder/data" INDELIBLE_PORT=0 "$JAVA_HOME/bin/java" "${java_options[@]}" -Xmx512m \
    -XX:+UseParallelGC -XX:AOTCacheOutput="$starts.new" -cp "$lib/*" dev.indelible.cli.Main server --demo \
    >"$folder/log" 2>&1 </dev/null &
  local server=$!
  for _ in $(seq 600); do
    if ! kill -0 "$server" 2>/dev/null || grep -q 'is ready at' "$folder/log"; then break; fi
    sleep 0.1
  done
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  [ ! -f "$starts.new" ] || mv "$starts.new" "$starts"
  rm -rf "$folder"
}

if [ "$archive" = server ]; then
  [ -f "$starts" ] || [ ! -w "$root/cli/target/distribution" ] || prepare_starts
  [ ! -f "$starts" ] || java_options+=(-XX:AOTCache="$starts")
elif [ -w "$root/cli/target/distribution" ]; then
  java_options+=(-XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="$starts")
fi
java_options+=(-Xlog:disable)
# The server's: ParallelGC; single runs favoured it over G1, a comparison on the same code is still to be made.
# Priorities: on busy cores taking events comes before what follows and what compiles; the JVM warns where it cannot raise
# them, and they are only lowered here.
server_options=(
  "${java_options[@]}" -Xmx512m -XX:+ExitOnOutOfMemoryError -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=4 -XX:-PrintWarnings
)
case "${INDELIBLE_JAVA_OPTIONS:-}" in
  *GC*) ;;
  *) server_options+=(-XX:+UseParallelGC) ;;
esac
