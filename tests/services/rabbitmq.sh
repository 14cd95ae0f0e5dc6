#!/usr/bin/env bash
# Runs a RabbitMQ of its own in the foreground: rabbitmq.sh FOLDER PORT. Loopback only, its own port mapper; ends with its
# process group, but for the port mapper, which makes itself a daemon. `rabbitmq.sh FOLDER PORT ctl …` runs rabbitmqctl against it,
# `rabbitmq.sh FOLDER PORT end` ends the port mapper when the broker is gone.
set -eu
folder=$1 port=$2
shift 2
if [ "${1:-}" = end ]; then
  # By its process id: asked to end itself it refuses for as long as it believes that its node lives, also one that was just killed.
  for folder in /proc/[0-9]*; do
    [ "$(cat "$folder/comm" 2>/dev/null)" = epmd ] || continue
    tr '\0' '\n' <"$folder/environ" 2>/dev/null | grep -qx "ERL_EPMD_PORT=$((port + 2))" && kill -9 "${folder#/proc/}"
  done
  exit 0
fi
bin=/usr/lib/rabbitmq/bin
[ -x "$bin/rabbitmq-server" ] || { echo "rabbitmq.sh: RabbitMQ is not installed" >&2; exit 1; }
mkdir -p "$folder/home"
as=()
if [ "$(id -u)" -eq 0 ]; then
  chown rabbitmq "$folder" "$folder/home"
  as=(setpriv --reuid=rabbitmq --regid="$(id -g rabbitmq)" --init-groups)
fi
export HOME="$folder/home" RABBITMQ_NODENAME="rh$port@localhost" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" \
  RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log" RABBITMQ_DIST_PORT=$((port + 1)) ERL_EPMD_PORT=$((port + 2)) ERL_EPMD_ADDRESS=127.0.0.1 \
  RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins" RABBITMQ_CONFIG_FILE="$folder/none" RABBITMQ_CONF_ENV_FILE="$folder/none"
cd "$folder"
if [ "${1:-}" = ctl ]; then
  shift
  exec "${as[@]}" "$bin/rabbitmqctl" -q "$@"
fi
exec "${as[@]}" "$bin/rabbitmq-server"
