#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own: a free port, a temporary folder, gone afterwards.
# PostgreSQL refuses to run as root, so root starts it as the user `postgres`.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
stop() {
  (cd / && as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1) || true
  rm -rf "$folder"
}
trap stop EXIT
(
  cd /
  as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
  as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start \
    -o "-h 127.0.0.1 -p $port -k $folder -c fsync=off -c max_connections=400 -c shared_buffers=256MB" >/dev/null
)
YAJI_TEST_PG="postgres://postgres@127.0.0.1:$port/postgres" "$@"
