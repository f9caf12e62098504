# Sourced by our scripts: finds a JDK 25 and sets JAVA_HOME, whatever `java` on the PATH is.

java_release() { # the feature release of the JDK in a folder, or nothing
  [ -x "$1/bin/javac" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_java_home() {
  local candidate
  for candidate in \
    "${JAVA_HOME:-}" \
    "$(dirname "$(dirname "$(readlink -f "$(command -v javac 2>/dev/null)" 2>/dev/null)")")" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && [ "$(java_release "$candidate")" = 25 ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

if ! JAVA_HOME=$(find_java_home); then
  cat >&2 <<'END'
Indelible needs a JDK 25 and found none: not in JAVA_HOME, not on the PATH, not under /usr/lib/jvm,
/usr/java, /opt, ~/.sdkman, ~/.jdks. Install one (on Debian: package openjdk-25-jdk or temurin-25-jdk)
or set JAVA_HOME to where it is.
END
  exit 1
fi
export JAVA_HOME
