#!/usr/bin/env bash
# Runs a PostgreSQL of its own in the foreground: postgresql.sh FOLDER PORT [--standby-of=PORT] [SETTING…], e.g.
# synchronous_commit=off. Makes the cluster when FOLDER has none, as a copy that follows when it is to be a standby.
# Loopback only; ends with its process.
set -eu
folder=$1 port=$2
shift 2
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "postgresql.sh: PostgreSQL is not installed" >&2; exit 1; }
as=()
if [ "$(id -u)" -eq 0 ]; then
  mkdir -p "$folder"
  chown postgres "$folder"
  as=(setpriv --reuid=postgres --regid="$(id -g postgres)" --init-groups --reset-env)
fi
primary=""
case "${1:-}" in --standby-of=*) primary=${1#*=}; shift ;; esac
settings=()
for setting in "$@"; do settings+=(-c "$setting"); done
if [ ! -f "$folder/PG_VERSION" ] && [ -n "$primary" ]; then
  chmod 700 "$folder"
  "${as[@]}" "$bin/pg_basebackup" -D "$folder" -h 127.0.0.1 -p "$primary" -U postgres -X stream -c fast -R --no-sync
elif [ ! -f "$folder/PG_VERSION" ]; then
  "${as[@]}" "$bin/initdb" -D "$folder" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --data-checksums --no-sync >/dev/null
fi
cd "$folder"
exec "${as[@]}" "$bin/postgres" -D "$folder" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 \
  -c shared_buffers=256MB -c max_wal_size=4GB -c log_min_messages=fatal "${settings[@]}"
