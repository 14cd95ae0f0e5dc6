#!/bin/bash
# In a stand-in for RabbitMQ's image: the broker runs as its own user, whoever started the container.
set -eu
if [ "$(id -u)" -eq 0 ] && [ "$1" = rabbitmq-server ]; then
  chown -R rabbitmq:rabbitmq /var/lib/rabbitmq
  exec setpriv --reuid=rabbitmq --regid=rabbitmq --clear-groups "$0" "$@"
fi
exec "$@"
