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
    mvn -q -B -DskipTests -Dmaven.test.skip=true package) >&2 </dev/null || exit 1
  touch "$stamp"
}

is_built || build

# A class archive makes the next start faster; without room for it the start is only slower.
cds=()
if [ -w "$root/cli/target/distribution" ]; then
  cds=(-XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="$root/cli/target/distribution/classes-$archive.jsa")
fi
java_options=(
  "${cds[@]}" -Xlog:disable -Xshare:auto
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
)
# The server's: ParallelGC; single runs favoured it over G1, a comparison on the same code is still to be made.
server_options=("${java_options[@]}" -Xmx512m -XX:+ExitOnOutOfMemoryError)
case "${INDELIBLE_JAVA_OPTIONS:-}" in
  *GC*) ;;
  *) server_options+=(-XX:+UseParallelGC) ;;
esac
