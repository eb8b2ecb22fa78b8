# Finds a JDK 25: JAVA_HOME, the usual JVM folders, the path. Sets java and JAVA_HOME. Sourced by ./vitrine and ./build.
jdk_is_25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="\(2[5-9]\|[3-9][0-9]\)' "$1/release" 2>/dev/null
}

find_jdk() {
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && jdk_is_25 "$home"; then
      JAVA_HOME=$home
      java=$home/bin/java
      export JAVA_HOME
      return 0
    fi
  done
  found=$(command -v javac 2>/dev/null) && home=$(dirname "$(dirname "$(readlink -f "$found")")") && jdk_is_25 "$home" && {
    JAVA_HOME=$home
    java=$home/bin/java
    export JAVA_HOME
    return 0
  }
  echo "vitrine: needs a JDK 25 (Eclipse Temurin, or your system's openjdk-25-jdk); set JAVA_HOME to it" >&2
  return 1
}
